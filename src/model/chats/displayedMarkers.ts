import type { Jid } from '../../base/jid.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { sendDisplayed } from '../../xmpp/xep/0333-markers.ts';

/** What markers are sent by. */
export interface DisplayedMarkersDeps {
  /** `undefined` while there is none. */
  readonly session: () => Session | undefined;
  /** Whether the user lets others know what was read. */
  readonly sendDisplayed: () => boolean;
}

/** The newest message of a chat that asks for a marker. */
interface Asked {
  readonly chat: Jid;
  readonly id: string;
  /** The user has seen it. */
  readonly seen: boolean;
}

/** Tells the other sides what the user has seen (XEP-0333): of each chat the newest, once. */
export class DisplayedMarkers {
  readonly #deps: DisplayedMarkersDeps;
  /** What may still be told, by bare JID. */
  readonly #asked = new Map<string, Asked>();

  constructor(deps: DisplayedMarkersDeps) {
    this.#deps = deps;
  }

  /** A new message of this chat asks for a marker. */
  ask(chat: Jid, id: string): void {
    this.#asked.set(chat.bare, { chat, id, seen: false });
  }

  /** The user has seen all messages of this chat. */
  see(chat: Jid): void {
    const asked = this.#asked.get(chat.bare);
    if (!asked) return;
    // What was read while others may not know is not told later either.
    if (this.#deps.sendDisplayed()) this.#asked.set(chat.bare, { ...asked, seen: true });
    else this.#asked.delete(chat.bare);
    this.flush();
  }

  /** Tells what was seen, also while there was no session. */
  flush(): void {
    const session = this.#deps.session();
    if (!session) return;
    for (const [key, { chat, id, seen }] of this.#asked) {
      if (!seen) continue;
      this.#asked.delete(key);
      sendDisplayed(session, chat, id);
    }
  }
}
