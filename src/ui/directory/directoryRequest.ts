import * as v from 'valibot';
import { type DirectoryRequest, USER_COMMANDS } from '../../api/directoryPanel.ts';
import { Jid } from '../../base/jid.ts';

/** The tab is as untrusted as the network: only these shapes are accepted, with these limits. */
const directoryRequest = v.variant('type', [
  v.strictObject({ type: v.literal('loaded') }),
  v.strictObject({
    type: v.literal('userCommand'),
    command: v.picklist(USER_COMMANDS),
    user: v.pipe(
      v.string(),
      v.maxLength(3071),
      v.check((user) => Jid.parse(user)?.bare === user),
    ),
  }),
]) satisfies v.GenericSchema<unknown, DirectoryRequest>;

/** Parses a request of the tab to its panel. @returns `undefined` if it is none */
export function parseDirectoryRequest(value: unknown): DirectoryRequest | undefined {
  const checked = v.safeParse(directoryRequest, value);
  return checked.success ? checked.output : undefined;
}
