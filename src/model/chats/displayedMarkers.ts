import type { Jid } from '../../base/jid.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Audience } from '../../xmpp/xep/0045-messages.ts';
import { sendDisplayed } from '../../xmpp/xep/0333-markers.ts';

/** The dependencies of {@link DisplayedMarkers}. */
export interface DisplayedMarkersDeps {
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  /** Whether the user's settings allow markers. */
  readonly sendDisplayed: () => boolean;
  /** The audience of a chat's markers; `undefined` if none is sent now. */
  readonly audienceOf: (chat: Jid) => Audience | undefined;
}

/** The newest message of a chat that a marker can be sent for. */
interface Asked {
  readonly chat: Jid;
  readonly id: string;
  /** Whether the user has seen it. */
  readonly seen: boolean;
}

/** Sends displayed markers (XEP-0333): for the newest seen message of each chat, once. */
export class DisplayedMarkers {
  readonly #deps: DisplayedMarkersDeps;
  /** Markers not sent yet, by chat. */
  readonly #asked = new Map<string, Asked>();

  constructor(deps: DisplayedMarkersDeps) {
    this.#deps = deps;
  }

  /** A new message of this chat is to be marked, once it is seen. */
  ask(chat: Jid, id: string): void {
    this.#asked.set(chat.full, { chat, id, seen: false });
  }

  /** The user has seen all messages of this chat. */
  see(chat: Jid): void {
    const asked = this.#asked.get(chat.full);
    if (!asked) return;
    // What was read while markers were disabled is not sent later either.
    if (this.#deps.sendDisplayed()) this.#asked.set(chat.full, { ...asked, seen: true });
    else this.#asked.delete(chat.full);
    this.flush();
  }

  /** Sends pending markers, including those of messages seen while offline. */
  flush(): void {
    const session = this.#deps.session();
    if (!session) return;
    for (const [key, { chat, id, seen }] of this.#asked) {
      const audience = seen ? this.#deps.audienceOf(chat) : undefined;
      if (!audience) continue;
      this.#asked.delete(key);
      sendDisplayed(session, chat, id, audience);
    }
  }
}
