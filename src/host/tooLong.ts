import type * as v from 'valibot';
import type { ErrorView } from '../api/views.ts';

/** What a user can make too long, as the subject of a sentence, by the name of its parameter. */
const NAMES: Readonly<Record<string, string>> = {
  always: 'A list of addresses',
  body: 'A message',
  draft: 'A draft',
  emoji: 'A reaction',
  groups: 'The name of a group',
  jid: 'An address',
  mode: 'A draft',
  name: 'A name',
  never: 'A list of addresses',
  password: 'A password',
  status: 'A status message',
  text: 'What is looked for',
  values: 'A field',
};
const ADVICE: Readonly<Record<string, string>> = {
  body: 'send it in parts, or as a file',
  draft: 'send it in parts, or put it into a file',
  mode: 'send it in parts, or put it into a file',
};

/** What was given too long, how long it is and how long it may be; `undefined` where nothing was. */
export function tooLong(issues: readonly v.BaseIssue<unknown>[]): ErrorView | undefined {
  for (const { type, input, requirement, path } of issues) {
    const isText = typeof input === 'string';
    if (type !== 'max_length' || typeof requirement !== 'number') continue;
    if (!isText && !Array.isArray(input)) continue;
    const key = String(path?.[0]?.key);
    const unit = isText ? 'characters' : 'entries';
    const name = NAMES[key] ?? 'What was given';
    const most = requirement.toLocaleString('en');
    const message = `${name} has at most ${most} ${unit}, and this has ${input.length.toLocaleString('en')}: ${ADVICE[key] ?? 'shorten it'}.`;
    return { code: 'too-long', message };
  }
  return undefined;
}
