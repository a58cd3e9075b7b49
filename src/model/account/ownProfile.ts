import { MAX_OWN_AVATAR_BYTES } from '../../base/avatarLimits.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import { changeOwnVcard, fetchOwnVcard, type Vcard } from '../../xmpp/xep/0054-vcard.ts';
import { publishAvatar, removeAvatar } from '../../xmpp/xep/0084-avatars.ts';
import type { AccessModel } from '../../xmpp/xep/0163-pep.ts';
import { fetchNickname, publishNickname } from '../../xmpp/xep/0172-nickname.ts';
import { changeOwnVcard4 } from '../../xmpp/xep/0292-vcard4.ts';
import { convertsAvatars } from '../../xmpp/xep/0398-avatarConversion.ts';
import type { AvatarHashes } from '../avatars/avatarHashes.ts';
import { ownImage } from '../avatars/avatarImage.ts';
import type { AvatarImages } from '../avatars/avatarImages.ts';
import { explain } from '../explain.ts';
import type { OwnAvatar } from './ownAvatar.ts';

export type { Vcard } from '../../xmpp/xep/0054-vcard.ts';

/** The answers of servers that do not have something. */
const UNSUPPORTED = ['feature-not-implemented', 'service-unavailable', 'item-not-found'];

export interface OwnProfileDeps {
  readonly account: Jid;
  readonly hashes: AvatarHashes;
  readonly images: AvatarImages;
  readonly avatar: OwnAvatar;
  /** @throws Failure offline */
  readonly session: (task?: UserError) => Session;
}

/** What the account publishes of its user: the card, the nickname and the avatar. */
export class OwnProfile {
  readonly #deps: OwnProfileDeps;

  constructor(deps: OwnProfileDeps) {
    this.#deps = deps;
  }

  /** The card as it is at the server; a published nickname counts more than the one in it. @throws Failure */
  load(): Promise<Vcard> {
    return this.#run('task.read-profile', async (session) => {
      const [vcard, nickname] = await Promise.all([
        fetchOwnVcard(session),
        optional(fetchNickname(session)),
      ]);
      return { ...vcard, nickname: nickname || vcard.nickname };
    });
  }

  /** What the user has chosen to be called; empty for nothing, or where it cannot be learnt. Never rejects. */
  async nickname(): Promise<string> {
    try {
      return await fetchNickname(this.#deps.session());
    } catch {
      return '';
    }
  }

  /** Changes the known fields, wherever the server has them; all else stays. @throws Failure */
  save(fields: Partial<Vcard>): Promise<void> {
    return this.#run('task.save-profile', async (session) => {
      // First: where one is a view of the other, there is nothing left to change in that.
      await optional(changeOwnVcard4(session, fields));
      await changeOwnVcard(session, { fields });
      const { nickname } = fields;
      if (nickname === undefined) return;
      const published = await optional(fetchNickname(session));
      if (published === undefined || published === nickname.trim()) return;
      await optional(publishNickname(session, nickname.trim()));
    });
  }

  /**
   * Publishes an avatar.
   *
   * @param access who may see it: who sees our presence, or anybody, as do others in rooms
   * @throws Failure `bad-avatar` if it is no PNG or JPEG, or too large
   */
  setAvatar(content: Uint8Array, access: AccessModel): Promise<void> {
    return this.#run('task.set-avatar', async (session) => {
      const image = ownImage(content);
      if (!image) throw failure('bad-avatar', { most: { bytes: MAX_OWN_AVATAR_BYTES } });
      const { avatar, images } = this.#deps;
      await images.keep(image.hash, image);
      const { revision } = avatar.shown;
      const isPublished = await isDone(publishAvatar(session, image, access));
      const isInCard = await this.#writePhoto(session, image, isPublished);
      this.#learn(image.hash, isPublished, isInCard);
      // A notification may have said already that it is published.
      if (isInCard || avatar.shown.revision === revision) avatar.tellAgain();
    });
  }

  /** @throws Failure */
  removeAvatar(): Promise<void> {
    return this.#run('task.set-avatar', async (session) => {
      const isPublished = await isDone(removeAvatar(session));
      const isInCard = await this.#writePhoto(session, null, isPublished);
      this.#learn('', isPublished, isInCard);
      this.#deps.avatar.tellAgain();
    });
  }

  /** Where the server does not do so. @returns whether the vCard was written */
  async #writePhoto(
    session: Session,
    photo: ReturnType<typeof ownImage> | null,
    isPublished: boolean,
  ): Promise<boolean> {
    if (photo === undefined || (isPublished && (await convertsAvatars(session)))) return false;
    await changeOwnVcard(session, { photo });
    return true;
  }

  #learn(hash: string, isPublished: boolean, isInCard: boolean): void {
    const { account: from, hashes } = this.#deps;
    if (isPublished) hashes.applyPublished({ from, hash });
    if (isInCard) hashes.applyAnnounced({ from, hash });
  }

  async #run<T>(
    task: 'task.read-profile' | 'task.save-profile' | 'task.set-avatar',
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(this.#deps.session(userError(task)));
    } catch (error) {
      throw explain(error, userError(task));
    }
  }
}

/** `undefined` where the server does not have it. @throws StanzaError for any other reason */
async function optional<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StanzaError && UNSUPPORTED.includes(error.condition)) return undefined;
    throw error;
  }
}

/** @returns false where the server does not have it. @throws StanzaError for any other reason */
async function isDone(work: Promise<void>): Promise<boolean> {
  return (await optional(work.then(() => true))) === true;
}
