import type { Change } from '../api/topics.ts';
import type { ContactDetailsView } from '../api/views.ts';
import { Jid } from '../base/jid.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import { failure, userError } from '../base/userError.ts';
import type { Account } from '../model/account/account.ts';
import type { ContactDetails } from '../model/contacts/contactDetails.ts';
import { explain } from '../model/explain.ts';

/** Reports the answers of a contact's server and devices as they arrive. @throws Failure */
export function watchContactDetails(
  { roster }: Account,
  id: string,
  listener: (change: Change<ContactDetailsView>) => void,
): Disposable {
  let watched = true;
  let details: ContactDetails = { devices: [] };
  const tell = (complete: boolean) => {
    if (!watched) return;
    listener({ kind: 'snapshot', items: [{ id, complete, ...details }] });
  };
  const jid = Jid.parse(id);
  if (!jid) throw failure('bad-jid');
  roster
    .details(jid, (more) => {
      details = more;
      tell(false);
    })
    .then(
      () => {
        tell(true);
      },
      (error: unknown) => {
        const { userError: why } = explain(error, userError('task.ask-details'));
        if (watched) listener({ kind: 'unavailable', error: why });
      },
    );
  return onDispose(() => (watched = false));
}
