import type { RefusalView } from '../api/views.ts';
import { userError } from '../base/userError.ts';
import { explainUndelivered, type Refusal } from '../model/refusal.ts';

/** Why the user does not see when the contact of this name is online. */
export function refusalView(refusal: Refusal, name: string): RefusalView {
  const { kind } = refusal;
  const reason =
    kind === 'failed'
      ? explainUndelivered(refusal.error, userError('task.see-presence', { name }))
      : userError(`presence.${kind}`, { name });
  return { kind, reason };
}
