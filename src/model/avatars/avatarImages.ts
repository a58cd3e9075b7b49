import type { Jid } from '../../base/jid.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { Turns } from '../../base/turns.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { fetchPhotos } from '../../xmpp/xep/0054-vcard.ts';
import { fetchAvatarData } from '../../xmpp/xep/0084-avatars.ts';
import { type AvatarImage, checkedImage } from './avatarImage.ts';
import type { AvatarStore } from './avatarStore.ts';
import { RecentImages } from './recentImages.ts';

/** Maximum number of requests at once. */
const AT_ONCE = 4;
/** After this number of sources without the picture, no other one is asked. */
const MAX_FAILURES = 3;
/** Maximum number of pictures remembered as missing. */
const MAX_MISSING = 5000;

/** Where a picture can be requested. */
export interface AvatarSource {
  /** The node of an account (XEP-0084), or a vCard (XEP-0054). */
  readonly kind: 'node' | 'vcard';
  /** A bare JID, or that of an occupant. */
  readonly jid: Jid;
}

export interface AvatarImagesDeps {
  /** The account's bare JID. */
  readonly account: string;
  readonly store: AvatarStore;
  /** `undefined` while offline. */
  readonly session: () => Session | undefined;
  readonly report: (what: string, error: unknown) => void;
}

/**
 * The pictures of avatars, by hash: from memory, from the disk, or else requested: when somebody
 * wants to show them, once for all who have the same one, and never again from where it was not.
 */
export class AvatarImages implements Disposable {
  readonly #deps: AvatarImagesDeps;
  readonly #recent = new RecentImages();
  readonly #turns = new Turns(AT_ONCE);
  readonly #running = new Map<string, Promise<AvatarImage | undefined>>();
  /** Where a picture was not, by hash. */
  readonly #missing = new Map<string, Set<string>>();

  #isDisposed = false;

  constructor(deps: AvatarImagesDeps) {
    this.#deps = deps;
  }

  /** The account is gone: nothing is stored any more, so that its pictures stay deleted. */
  dispose(): void {
    this.#isDisposed = true;
  }

  /** A new session begins: what was missing may be there again. */
  reset(): void {
    this.#missing.clear();
  }

  /**
   * The picture with this hash; `undefined` if no source has it, or it may not be shown.
   *
   * @param sources who announces it, the likeliest first
   */
  get(hash: string, sources: readonly AvatarSource[]): Promise<AvatarImage | undefined> {
    const known = this.#recent.get(hash);
    if (known) return Promise.resolve(known);
    const running = this.#running.get(hash);
    if (running) return running;
    const begun = this.#find(hash, sources).finally(() => {
      this.#running.delete(hash);
    });
    this.#running.set(hash, begun);
    return begun;
  }

  /** The path of the file with a picture, if it is kept in one. */
  pathOf(hash: string): string | undefined {
    return this.#deps.store.pathOf(this.#deps.account, hash);
  }

  /** Keeps a picture that is known without being requested. */
  async keep(hash: string, image: AvatarImage): Promise<void> {
    this.#recent.add(hash, image);
    if (this.#isDisposed) return;
    try {
      await this.#deps.store.write(this.#deps.account, hash, image.content);
    } catch (error) {
      this.#deps.report('keeping an avatar', error);
    }
  }

  async #find(hash: string, sources: readonly AvatarSource[]): Promise<AvatarImage | undefined> {
    const stored = await this.#read(hash);
    // What is on the disk may have been changed there.
    const image = stored && checkedImage(stored, hash);
    if (image) {
      this.#recent.add(hash, image);
      return image;
    }
    for (const source of sources) {
      const fetched = await this.#fetch(hash, source);
      if (fetched) return fetched;
    }
    return undefined;
  }

  async #read(hash: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#deps.store.read(this.#deps.account, hash);
    } catch (error) {
      this.#deps.report('reading an avatar', error);
      return undefined;
    }
  }

  async #fetch(hash: string, source: AvatarSource): Promise<AvatarImage | undefined> {
    const turn = await this.#turns.take(false);
    try {
      const session = this.#deps.session();
      if (!session || !this.#mayAsk(hash, source)) return undefined;
      for (const content of await contentsOf(session, hash, source)) {
        const image = checkedImage(content, hash);
        if (!image) continue;
        await this.keep(hash, image);
        return image;
      }
      this.#miss(hash, source);
    } catch (error) {
      if (!(error instanceof StanzaError)) this.#deps.report('fetching an avatar', error);
      else if (error.condition !== 'not-connected') this.#miss(hash, source);
    } finally {
      turn.dispose();
    }
    return undefined;
  }

  #mayAsk(hash: string, source: AvatarSource): boolean {
    const failed = this.#missing.get(hash);
    return !failed || (failed.size < MAX_FAILURES && !failed.has(keyOf(source)));
  }

  #miss(hash: string, source: AvatarSource): void {
    const failed = this.#missing.get(hash) ?? new Set();
    failed.add(keyOf(source));
    this.#missing.set(hash, failed);
    const [oldest] = this.#missing.keys();
    if (this.#missing.size > MAX_MISSING && oldest !== undefined) this.#missing.delete(oldest);
  }
}

/** @throws StanzaError */
async function contentsOf(
  session: Session,
  hash: string,
  { kind, jid }: AvatarSource,
): Promise<readonly Uint8Array[]> {
  if (kind === 'vcard') return fetchPhotos(session, jid);
  const content = await fetchAvatarData(session, jid, hash);
  return content ? [content] : [];
}

function keyOf({ kind, jid }: AvatarSource): string {
  return `${kind} ${jid.full}`;
}
