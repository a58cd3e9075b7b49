import { type Hat, wornHats as wornBy } from '../../xmpp/xep/0317-hats.ts';
import type { RoomInfo } from '../../xmpp/xep/0045-roomInfo.ts';
import type { RoomOccupant } from './occupantList.ts';

/** The hats of an occupant that the room vouches for, by what it says of itself (XEP-0317). */
export function wornHats({ hats }: RoomOccupant, info: RoomInfo | undefined): readonly Hat[] {
  return wornBy(hats, info?.hasHats === true);
}
