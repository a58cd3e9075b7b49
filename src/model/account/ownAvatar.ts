import type { Jid } from '../../base/jid.ts';
import { Emitter } from '../../base/event.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { fetchPhotos } from '../../xmpp/xep/0054-vcard.ts';
import { convertsAvatars } from '../../xmpp/xep/0398-avatarConversion.ts';
import type { AvatarHashes } from '../avatars/avatarHashes.ts';
import type { AvatarImages } from '../avatars/avatarImages.ts';
import { checkedImage, hashOf } from '../avatars/avatarImage.ts';

/** What our presence is to say of our avatar. */
export interface ShownAvatar {
  /** As presence says it (XEP-0153); `undefined` where the server adds it, or it is not known. */
  readonly hash: string | undefined;
  /** Changes with the avatar, also where the server adds the hash: presence is then sent again. */
  readonly revision: number;
}

export interface OwnAvatarDeps {
  readonly account: Jid;
  readonly hashes: AvatarHashes;
  readonly images: AvatarImages;
}

/** The account's own avatar, as announced in presence. */
export class OwnAvatar {
  readonly #deps: OwnAvatarDeps;
  readonly #changed = new Emitter<undefined>();
  /** Whether the server keeps node, vCard and presence together (XEP-0398); absent if not known. */
  #isConverted: boolean | undefined;
  #revision = 0;
  #hash: string | undefined;

  /** Another avatar is to be announced. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: OwnAvatarDeps) {
    this.#deps = deps;
    this.#hash = deps.hashes.hashOf(deps.account.bare);
    deps.hashes.onDidChange((ids) => {
      if (!ids.includes(deps.account.bare)) return;
      const wasKnown = this.#hash !== undefined;
      this.#hash = deps.hashes.hashOf(deps.account.bare);
      // What is first learned in a session, the server has announced with our first presence.
      if (wasKnown || this.#isConverted === false) this.tellAgain();
    });
  }

  get shown(): ShownAvatar {
    return {
      hash: this.#isConverted === false ? this.#announced : undefined,
      revision: this.#revision,
    };
  }

  /** The avatar has changed, even if its hash is known already. */
  tellAgain(): void {
    this.#revision += 1;
    this.#changed.fire(undefined);
  }

  /** A new session: asks what the server does by itself. @throws StanzaError */
  async begin(session: Session): Promise<void> {
    this.#isConverted = await convertsAvatars(session);
  }

  /** Reads which avatar is in our vCard, where presence has to announce it (XEP-0153 §3.2). */
  async learn(session: Session): Promise<void> {
    if (this.#isConverted !== false) return;
    const { account: from, hashes, images } = this.#deps;
    const [content] = await fetchPhotos(session, from);
    const hash = content ? hashOf(content) : '';
    const image = content && checkedImage(content, hash);
    if (image) await images.keep(hash, image);
    hashes.applyAnnounced({ from, hash });
  }

  get #announced(): string | undefined {
    const { account, hashes } = this.#deps;
    if (hashes.hashOf(account.bare) === undefined) return undefined;
    return hashes.get(account.bare).announced ?? '';
  }
}
