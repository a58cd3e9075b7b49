import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { AvatarMetadata } from '../../xmpp/xep/0084-avatars.ts';
import type { AvatarHash } from '../../xmpp/xep/0153-avatarHashes.ts';
import type { AccountStore } from '../accountStore.ts';
import type { KnownAvatar } from './avatarStore.ts';

/** Delay that combines a burst of changes into one write, in milliseconds. */
const SAVE_AFTER_MS = 2000;

export interface AvatarHashesDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: Pick<AccountStore, 'loadAvatars' | 'saveAvatars'>;
  readonly clock: Clock;
  /** Whether a bare JID is a contact: of others nothing is kept, or strangers could fill the list. */
  readonly isContact: (id: string) => boolean;
  readonly report: (what: string, error: unknown) => void;
}

/**
 * Which avatar each contact has, and the account itself, by bare JID. It is stored, so that avatars
 * are there at once after a start, also of those who are offline.
 */
export class AvatarHashes implements Disposable {
  readonly #deps: AvatarHashesDeps;
  readonly #known: Map<string, KnownAvatar>;
  /** Those whose node has said so in this session. */
  readonly #confirmed = new Set<string>();
  readonly #changed = new Emitter<readonly string[]>();
  #saving: Disposable | undefined;

  /** The bare JIDs of those who have another avatar now, or none. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: AvatarHashesDeps) {
    this.#deps = deps;
    this.#known = new Map(deps.store.loadAvatars(deps.account));
  }

  /** The hash of an avatar; empty if there is none, `undefined` if nothing was said of it. */
  hashOf(id: string): string | undefined {
    const known = this.#known.get(id);
    return known && (known.published ?? known.announced ?? '');
  }

  /** How the avatar was announced, by the hash for each. */
  get(id: string): KnownAvatar {
    return this.#known.get(id) ?? {};
  }

  /** A new session begins: what was published before may have been removed meanwhile. */
  reset(): void {
    this.#confirmed.clear();
  }

  /** An avatar was published or removed (XEP-0084): this counts more than any presence. */
  applyPublished({ from: { bare: id }, hash, retracted }: AvatarMetadata): void {
    const { published, announced } = this.get(id);
    if (retracted && !(published !== undefined && retracted.includes(published))) return;
    if (hash === '') {
      // The vCard had the same one, if the server keeps both together.
      const isOther = announced !== undefined && announced !== published;
      this.#set(id, isOther ? { announced } : {});
      return;
    }
    this.#confirmed.add(id);
    this.#set(id, { ...(announced !== undefined && { announced }), published: hash });
  }

  /**
   * Presence says which avatar is in the vCard (XEP-0153). That there is none says nothing of one
   * that was published: servers and bots announce it by mistake.
   */
  applyAnnounced({ from: { bare: id }, hash }: AvatarHash): void {
    const { published } = this.get(id);
    const isSure = hash === '' || hash === published || this.#confirmed.has(id);
    this.#set(id, {
      ...(published !== undefined && isSure && { published }),
      ...(hash !== '' && { announced: hash }),
    });
  }

  dispose(): void {
    this.#saving?.dispose();
  }

  #set(id: string, avatar: KnownAvatar): void {
    const { account, isContact } = this.#deps;
    if (id !== account && !isContact(id)) return;
    const former = this.#known.get(id);
    const isSame = former?.published === avatar.published && former?.announced === avatar.announced;
    if (former && isSame) return;
    const hash = this.hashOf(id);
    this.#known.set(id, avatar);
    this.#saveSoon();
    if ((hash ?? '') !== this.hashOf(id)) this.#changed.fire([id]);
  }

  /** What a crash loses is announced again. */
  #saveSoon(): void {
    const { account, clock, isContact, report, store } = this.#deps;
    this.#saving ??= clock.after(SAVE_AFTER_MS, () => {
      this.#saving = undefined;
      for (const id of this.#known.keys()) {
        if (id !== account && !isContact(id)) this.#known.delete(id);
      }
      store.saveAvatars(account, this.#known).catch((error: unknown) => {
        report('keeping who has which avatar', error);
      });
    });
  }
}
