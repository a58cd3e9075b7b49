import type { OfChat } from '../../api/requests.ts';
import type { AccountView, ContactView, RefusalView } from '../../api/views.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ViewState } from '../state.ts';
import type { ChangedOf } from '../watchedByAccount.ts';

/** Presence that changes back within this time is not reported: phones flap all the time. In ms. */
const SETTLE_MS = 2000;
/** After a sign-in the presence of all contacts arrives at once, and none of it is news. In ms. */
const GRACE_MS = 10_000;

/** Something a contact did that the user may want to be notified of. */
export interface ContactEvent {
  /** `answer`: a reply to our subscription request; the contact's subscription says which. */
  readonly kind: 'message' | 'file' | 'online' | 'offline' | 'status' | 'answer';
  readonly of: OfChat;
  readonly contact: ContactView;
}

interface Known {
  /** Whether this is of a request that was reported before: it is reported once only. */
  hasNotifiedRequest: boolean;
  /** The id of the newest message already reported. */
  received: string | undefined;
  /** Whether our subscription request is pending. */
  pending: boolean;
  /** Whether it was pending when the account was loaded: the server then repeats it on its own. */
  readonly askedBefore: boolean;
  /** Why we do not see their presence, as far as reported. */
  refusal: RefusalView['kind'] | undefined;
  show: ContactView['show'];
  status: string;
  /** Timer of a change of presence that is not reported yet. */
  settling: Disposable | undefined;
}

/** Derives events from the differences between a contact's old and new state. */
export class ContactEvents implements Disposable {
  readonly #state: ViewState;
  readonly #clock: Clock;
  readonly #owned = new DisposableStore();
  readonly #happened = new Emitter<ContactEvent>();
  /** By account and contact. */
  readonly #known = new Map<string, Map<string, Known>>();
  /** Since when contacts see the account, by the monotonic clock. */
  readonly #presentSince = new Map<string, number>();

  readonly onDidHappen = this.#happened.event;

  constructor(state: ViewState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
    const begin = () => {
      this.#begin();
    };
    this.#owned.add(state.onAccounts(begin));
    this.#owned.add(state.onRequests(begin));
    this.#owned.add(
      state.onContacts((change) => {
        this.#compare(change);
      }),
    );
    begin();
  }

  dispose(): void {
    this.#owned.dispose();
    for (const contacts of this.#known.values()) {
      for (const { settling } of contacts.values()) settling?.dispose();
    }
  }

  /** Adds new accounts once they are loaded, and removes those that are gone. */
  #begin(): void {
    for (const id of this.#known.keys()) if (!this.#state.account(id)) this.#known.delete(id);
    for (const account of this.#state.accounts) {
      if (!isPresent(account)) this.#presentSince.delete(account.id);
      else if (!this.#presentSince.has(account.id)) {
        this.#presentSince.set(account.id, this.#clock.monotonic());
      }
      if (this.#known.has(account.id) || !this.#state.isLoaded(account.id)) continue;
      this.#known.set(account.id, new Map());
      for (const contact of this.#state.contactsOf(account.id)) {
        this.#compareContact(account.id, contact, true);
      }
    }
  }

  #compare({ account, changed }: ChangedOf<ContactView>): void {
    // What an account contains when it is first loaded is not news.
    if (!this.#known.has(account)) this.#begin();
    const contacts =
      changed === 'all' ? this.#state.contactsOf(account) : changed.map(({ now }) => now);
    for (const contact of contacts) if (contact) this.#compareContact(account, contact, false);
  }

  /** @param isNew whether the account is new: what it contains then is not news. */
  #compareContact(account: string, contact: ContactView, isNew: boolean): void {
    const contacts = this.#known.get(account);
    if (!contacts) return;
    let known = contacts.get(contact.id);
    if (!known) {
      const { show, status, pending, refusal, lastReceived } = contact;
      const received = isNew ? lastReceived?.id : undefined;
      const refused = refusal?.kind;
      const askedBefore = isNew && pending;
      const hasNotifiedRequest = isNew && contact.standing !== undefined;
      known = {
        hasNotifiedRequest,
        received,
        pending,
        askedBefore,
        refusal: refused,
        show,
        status,
        settling: undefined,
      };
      contacts.set(contact.id, known);
    }
    const { lastReceived } = contact;
    if (lastReceived && lastReceived.id !== known.received) {
      known.received = lastReceived.id;
      const kind = lastReceived.fileName === undefined ? 'message' : 'file';
      // If the chat was visible, it has been read by now.
      const isNews = contact.unread > 0 && !lastReceived.isDeleted;
      if (isNews && mayTell(known, contact)) this.#fire(kind, account, contact);
    }
    this.#compareAnswer(known, account, contact);
    if (known.settling || (contact.show === known.show && contact.status === known.status)) return;
    known.settling = this.#clock.after(SETTLE_MS, () => {
      this.#settle(account, contact.id);
    });
  }

  #compareAnswer(known: Known, account: string, contact: ContactView): void {
    const { pending, refusal, subscription } = contact;
    const isGranted =
      known.pending && !pending && (subscription === 'to' || subscription === 'both');
    const isOldNews = refusal?.kind === 'failed' && known.askedBefore && !this.#isSettled(account);
    const isRefused = refusal !== undefined && refusal.kind !== known.refusal && !isOldNews;
    known.pending = pending;
    known.refusal = refusal?.kind;
    if (isGranted || isRefused) this.#fire('answer', account, contact);
  }

  #settle(account: string, id: string): void {
    const known = this.#known.get(account)?.get(id);
    if (!known) return;
    const { show, status } = known;
    const contact = this.#state.contact(account, id);
    known.settling = undefined;
    known.show = contact?.show ?? 'offline';
    known.status = contact?.status ?? '';
    // A block ends presence here, and is the user's own doing.
    if (!contact || contact.blockedBy !== undefined || !this.#isSettled(account)) return;
    const [before, now] = [show !== 'offline', contact.show !== 'offline'];
    if (before !== now) this.#fire(now ? 'online' : 'offline', account, contact);
    else if (now && contact.status !== status && contact.status !== '') {
      this.#fire('status', account, contact);
    }
  }

  /** Whether a change of presence is not caused by our own sign-in. */
  #isSettled(account: string): boolean {
    const since = this.#presentSince.get(account);
    return since !== undefined && this.#clock.monotonic() - since >= GRACE_MS;
  }

  #fire(kind: ContactEvent['kind'], account: string, contact: ContactView): void {
    this.#happened.fire({ kind, of: { account, chat: contact.id }, contact });
  }
}

/** Whether to report a message: of a sender who is no contact, the first one only. */
function mayTell(known: Known, { standing, blockedBy }: ContactView): boolean {
  if (standing === undefined) return true;
  const isFirst = standing === 'request' && blockedBy === undefined && !known.hasNotifiedRequest;
  known.hasNotifiedRequest = true;
  return isFirst;
}

/** Whether the server sends us presence: not while offline or invisible. */
function isPresent({ connection, show }: AccountView): boolean {
  return connection.phase === 'online' && show !== 'invisible';
}
