import { shownAddress } from '../../base/jidEscaping.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { StanzaError } from '../../xmpp/stanza/stanzaError.ts';
import { serviceInfo } from '../../xmpp/xep/0030-disco.ts';
import { fetchRooms, type ListedRoom, type RoomCursor } from '../../xmpp/xep/0045-discovery.ts';
import { fetchRoomInfo, type RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import { findRoomServices, parseRoomService } from '../../xmpp/xep/0045-services.ts';
import { explain } from '../explain.ts';
import { roomTask } from './roomRequests.ts';

export type { ListedRoom, RoomCursor, RoomInfo };

/** A page of the rooms of a service. */
export interface RoomListing {
  /** The services of the account's server, by JID; empty if it has none or does not answer. */
  readonly services: readonly Jid[];
  readonly rooms: readonly ListedRoom[];
  /** The page that follows; absent at the end. */
  readonly next?: RoomCursor;
}

/** What can be learned of rooms without being in them. */
export class RoomDirectory {
  readonly #account: Jid;
  readonly #online: (task: UserError) => Session;

  /** @param online the session; throws a Failure offline */
  constructor(account: Jid, online: (task: UserError) => Session) {
    this.#account = account;
    this.#online = online;
  }

  /**
   * Fetches a page of the public rooms of a service.
   *
   * @param service the first one of the account's server when absent
   * @throws Failure `no-room-service`
   */
  async list(service?: Jid, from?: RoomCursor): Promise<RoomListing> {
    const { domain } = service ?? this.#account;
    const task = userError('task.list-rooms', { domain });
    const session = this.#online(task);
    try {
      const own = await findRoomServices(session).catch((error: unknown) => {
        if (service) return [];
        throw error;
      });
      const known = service ? own.find(({ jid }) => jid.equals(service)) : own[0];
      const chosen =
        known ?? (service && parseRoomService(service, await serviceInfo(session, service)));
      if (!chosen) {
        throw service
          ? failure('no-room-service.there', { domain })
          : failure('no-room-service', { domain });
      }
      const { rooms, next } = await fetchRooms(session, chosen, from);
      return { services: own.map(({ jid }) => jid), rooms, ...(next && { next }) };
    } catch (error) {
      throw explain(error, task);
    }
  }

  /**
   * What a room says of itself; `undefined` if it does not exist.
   *
   * @throws Failure `not-a-room` for other addresses
   */
  async info(room: Jid): Promise<RoomInfo | undefined> {
    const notARoom = () => failure('not-a-room', { room: shownAddress(room.bare) });
    if (room.local === '') throw notARoom();
    const task = roomTask('task.ask-room', room);
    const session = this.#online(task);
    try {
      const info = await fetchRoomInfo(session, room);
      if (!info) throw notARoom();
      return info;
    } catch (error) {
      if (error instanceof StanzaError && error.condition === 'item-not-found') return undefined;
      throw explain(error, task);
    }
  }
}
