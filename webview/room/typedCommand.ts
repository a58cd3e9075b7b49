/** The commands that can be typed in a room, besides `/me`. */
const NAMES = ['nick', 'topic', 'invite', 'msg', 'kick', 'ban', 'part'] as const;
export type CommandName = (typeof NAMES)[number];

/** What was typed in a room: a message, a command with the rest of its text, or no known command. */
export type Typed =
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'command'; readonly name: CommandName; readonly rest: string }
  | { readonly kind: 'unknown'; readonly name: string };

const COMMAND = /^\/(\S+)\s*/u;

/** Parses what was typed: a slash begins a command, two of them a message that begins with one. */
export function parseTyped(text: string): Typed {
  if (text.startsWith('//')) return { kind: 'text', body: text.slice(1) };
  const [start = '', typed] = COMMAND.exec(text) ?? [];
  if (typed === undefined || typed === 'me') return { kind: 'text', body: text };
  const name = NAMES.find((known) => known === typed.toLowerCase());
  if (!name) return { kind: 'unknown', name: typed };
  return { kind: 'command', name, rest: text.slice(start.length).trim() };
}

/** One sentence for the user, who finds the text still in the input. */
export function whyUnknown(name: string): string {
  return `There is no command /${name}, so nothing was sent: to send a text that begins with a slash, type two of them.`;
}
