import { FEATURES, type Feature } from './clients/otherClient.ts';
import type { Result, Results } from './scenario.ts';

/** What was tried with a client, and which version of it. */
export interface Column {
  readonly client: string;
  /** As {@link ClientKind}'s. */
  readonly quirks?: readonly string[] | undefined;
  readonly results: Results;
}

/** The document of all clients, in Markdown. */
export function document(columns: readonly Column[]): string {
  const rows = (Object.keys(FEATURES) as Feature[]).map((feature) => [
    FEATURES[feature],
    ...columns.map(({ results }) => {
      const { fromParley, toParley } = results[feature];
      return `${sign(fromParley)} / ${sign(toParley)}`;
    }),
  ]);
  return `# Beside other people's clients

What works between Parley and clients of others, as Debian 12 packages them, on Prosody. Each cell is
Parley to that client / that client to Parley: ✓ works, – that client does not support it, ○ not tried, ✗
fails. For carbons and what was read, both are signed in on one account. Files without an upload are of 0, 1,
4095, 4096 and 1,000,000 bytes, by SOCKS5 and with Finch in band also of 64,000,000, and compared; in band, the server
has no proxy any more and no device is reached.
\`npm run interop\` tries all of it, and writes this file.

${table([['', ...columns.map(({ client }) => client)], ...rows])}
## What there is instead

${columns.flatMap(explain).join('\n')}
`;
}

/** A line for each feature and direction that a client is without, and for what is peculiar to it. */
function explain({ client, quirks = [], results }: Column): string[] {
  const reasons = (Object.keys(FEATURES) as Feature[]).flatMap((feature) => {
    const { fromParley, toParley } = results[feature];
    const line = (result: Result, way: string) =>
      typeof result === 'object' && 'reason' in result
        ? [`- ${client}, ${FEATURES[feature]}${way}: it ${result.reason}.`]
        : [];
    const both = line(fromParley, '');
    if (both.join() === line(toParley, '').join()) return both;
    return [...line(fromParley, ', from Parley'), ...line(toParley, ', to Parley')];
  });
  return [...reasons, ...quirks.map((quirk) => `- ${client}: it ${quirk}.`)];
}

function sign(result: Result): string {
  if (result === 'works') return '✓';
  if ('error' in result) return '✗';
  return result.without === 'unsupported' ? '–' : '○';
}

/** A table as Prettier aligns it. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, n) => Math.max(3, ...rows.map((row) => row[n]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return rows.map((row, n) => (n === 0 ? line(row) + rule : line(row))).join('');
}
