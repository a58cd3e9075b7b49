import type { RosterEntry } from '../../../api/requests.ts';
import { oneLine } from '../../../base/oneLine.ts';

/** Maximum length of a proposed name or group, in UTF-16 code units; longer ones are ignored. */
const MAX_LENGTH = 256;

/** The name and the group that a link proposes for a contact (XEP-0147 §3.2.1). */
export function proposedEntry(values: ReadonlyMap<string, string>): RosterEntry {
  const [name, group] = ['name', 'group'].map((key) => proposal(values.get(key)));
  return { ...(name !== undefined && { name }), ...(group !== undefined && { groups: [group] }) };
}

function proposal(text = ''): string | undefined {
  const line = oneLine(text).trim();
  return line === '' || line.length > MAX_LENGTH ? undefined : line;
}
