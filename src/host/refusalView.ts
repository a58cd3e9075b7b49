import type { RefusalView } from '../api/views.ts';
import { userError } from '../base/userError.ts';
import { explainUndelivered, type Refusal } from '../model/refusal.ts';

/** Explains why the user cannot see the presence of the contact of this name. */
export function refusalView(refusal: Refusal, name: string): RefusalView {
  const { kind } = refusal;
  const reason =
    kind === 'failed'
      ? explainUndelivered(refusal.error, userError('task.see-presence', { name }))
      : userError(`presence.${kind}`, { name });
  return { kind, reason };
}
