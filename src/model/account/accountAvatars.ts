import type { Event } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { occupantJid } from '../../xmpp/xep/0045-joining.ts';
import type { AvatarHashes } from '../avatars/avatarHashes.ts';
import type { AvatarImage } from '../avatars/avatarImage.ts';
import type { AvatarImages, AvatarSource } from '../avatars/avatarImages.ts';
import type { Rooms } from '../rooms/rooms.ts';

/** Maximum number of occupants asked for one picture. */
const MAX_OCCUPANTS = 3;

export interface AccountAvatarsDeps {
  readonly account: Jid;
  readonly hashes: AvatarHashes;
  readonly images: AvatarImages;
  readonly rooms: Rooms;
}

/** The avatars that an account knows: of contacts, of rooms and those in them, and its own. */
export class AccountAvatars {
  readonly #deps: AccountAvatarsDeps;

  /** The bare JIDs of contacts, or of the account, with another avatar. */
  readonly onDidChange: Event<readonly string[]>;

  constructor(deps: AccountAvatarsDeps) {
    this.#deps = deps;
    this.onDidChange = deps.hashes.onDidChange;
  }

  /** The hash of the avatar of a contact or of the account, by bare JID; `undefined` for none. */
  hashOf(id: string): string | undefined {
    return this.#deps.hashes.hashOf(id) || undefined;
  }

  /** The hashes of those senders of a room who are inside; empty of who has none. */
  ofSenders(room: string, senders: ReadonlySet<string>): ReadonlyMap<string, string> {
    const hashes = new Map<string, string>();
    const membership = this.#deps.rooms.find(room);
    for (const { avatarHash = '', nick } of membership?.occupants.values() ?? []) {
      const sender = membership?.senders.of(nick);
      if (sender !== undefined && senders.has(sender)) hashes.set(sender, avatarHash);
    }
    return hashes;
  }

  /**
   * The picture of this hash, as announced in a chat by the contact, the room, an occupant or
   * ourselves; `undefined` if it was not announced there, or cannot be fetched.
   */
  async image(chat: Jid, hash: string): Promise<AvatarImage | undefined> {
    const sources = this.#sources(chat, hash);
    return sources.length > 0 ? this.#deps.images.get(hash, sources) : undefined;
  }

  /** The path of the file with that picture, for programs beside the editor; `undefined` as for it. */
  async file(chat: Jid, hash: string): Promise<string | undefined> {
    return (await this.image(chat, hash)) && this.#deps.images.pathOf(hash);
  }

  #sources(chat: Jid, hash: string): readonly AvatarSource[] {
    const { account, rooms } = this.#deps;
    const room = rooms.find(chat.bare);
    return [
      ...this.#sourcesOf(account, hash),
      ...(room ? this.#sourcesIn(chat, hash) : this.#sourcesOf(chat.toBare(), hash)),
    ];
  }

  #sourcesOf(jid: Jid, hash: string): readonly AvatarSource[] {
    const { announced, published } = this.#deps.hashes.get(jid.bare);
    return [
      ...(published === hash ? [{ kind: 'node', jid } as const] : []),
      ...(announced === hash || published === hash ? [{ kind: 'vcard', jid } as const] : []),
    ];
  }

  /** Asked by their addresses in the room: others may not know who they are. */
  #sourcesIn(room: Jid, hash: string): readonly AvatarSource[] {
    const membership = this.#deps.rooms.find(room.bare);
    if (!membership) return [];
    const sources: AvatarSource[] = [];
    if (membership.avatarHash === hash) sources.push({ kind: 'vcard', jid: membership.room });
    for (const { avatarHash, nick } of membership.occupants.values()) {
      if (avatarHash !== hash) continue;
      const jid = occupantJid(membership.room, nick);
      if (jid) sources.push({ kind: 'vcard', jid });
      if (sources.length >= MAX_OCCUPANTS) break;
    }
    return sources;
  }
}
