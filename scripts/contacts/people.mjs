// @ts-check
// What Ada and Grace are like.

/**
 * @typedef {object} Person
 * @property {string} nick in rooms
 * @property {readonly Mood[]} moods taken on one after the other
 * @property {(text: string) => string} reply answers a message
 * @property {{ name: string, text: string }} file what to send to those who ask
 * @property {string} code a message with code
 * @property {{ wrong: string, right: string }} slip what is mistyped, and what was meant
 * @property {string} reaction an emoji
 *
 * @typedef {{ show?: 'away' | 'dnd' | 'xa' | 'chat', status: string } | 'gone'} Mood
 */

const ANSWER = `/** The answer, and how many steps it took to find it. */
export function answer(question: string): { readonly value: 42; readonly steps: number } {
  const steps = [...question].filter((letter) => letter !== ' ').length;
  return { value: 42, steps };
}
`;
const LOG_BOOK = `# Log book

- 10:00 The relays are warm.
- 15:25 Relay 70, panel F: a moth. **First actual case of a bug being found.**
`;
const BERNOULLI = `The numbers that I count:
\`\`\`python
from fractions import Fraction
from math import comb

def bernoulli(n: int) -> Fraction:
    """The n-th Bernoulli number."""
    b = [Fraction(1)]
    for m in range(1, n + 1):
        b.append(-sum(comb(m + 1, k) * b[k] for k in range(m)) / (m + 1))
    return b[n]
\`\`\``;
const DEBUGGER = `Mine looks like this:
\`\`\`ts
const bugs = relays.filter((relay) => relay.contains('moth'));
for (const bug of bugs) logBook.tape(bug);
\`\`\``;

/** @param {string} text */
function quote(text) {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

/** @param {string} text @param {readonly (readonly [RegExp, string])[]} answers */
function find(text, answers) {
  return answers.find(([pattern]) => pattern.test(text))?.[1];
}

/** @type {Record<'ada' | 'grace', Person>} */
export const people = {
  ada: {
    nick: 'Ada',
    moods: [
      { status: 'Compiling the notes…' },
      { show: 'away', status: 'Having tea with Mr. Babbage' },
      { status: 'Back at the engine' },
      { show: 'dnd', status: 'Counting Bernoulli numbers' },
    ],
    reply: (text) =>
      find(text, [
        [/^(hi|hello|hey)\b/iu, 'Hello! Say “help”, and I show you what can be done here.'],
        [/```|[{};]\s*$/mu, 'I like how that reads. Shall we run it?'],
        [/\?\s*$/u, 'A good question. I would begin with a small example and look at it closely.'],
        [/^https:\/\/\S+$/u, 'It has arrived, thank you!'],
      ]) ??
      `“${quote(text)}” – I was thinking about that, too. (“help” lists what I can show you.)`,
    file: { name: 'answer.ts', text: ANSWER },
    code: BERNOULLI,
    slip: {
      wrong: 'The engine waves algebraic patterns.',
      right: 'The engine weaves algebraic patterns.',
    },
    reaction: '❤️',
  },
  grace: {
    nick: 'Grace',
    moods: [
      { show: 'chat', status: 'Looking for bugs. Found a moth.' },
      { show: 'away', status: 'Back at 3' },
      'gone',
      { status: 'Writing a compiler' },
    ],
    reply: (text) =>
      find(text, [
        [/^(hi|hello|hey)\b/iu, 'Good to see you. Say “help” to see what I can do.'],
        [/```|[{};]\s*$/mu, 'Does it have a test?'],
        [/\?\s*$/u, 'It is easier to ask forgiveness than permission: try it.'],
        [/^https:\/\/\S+$/u, 'Received. I shall have a look.'],
      ]) ?? `“${quote(text)}”, noted in the log book. (“help” lists what I can show you.)`,
    file: { name: 'log-book.md', text: LOG_BOOK },
    code: DEBUGGER,
    slip: { wrong: 'A ship in port is save.', right: 'A ship in port is safe.' },
    reaction: '🐛',
  },
};
