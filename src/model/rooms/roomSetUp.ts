import type { Jid } from '../../base/jid.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import {
  cancelConfiguration,
  fetchConfiguration,
  openRoom,
  submitConfiguration,
} from '../../xmpp/xep/0045-configuration.ts';
import {
  PRIVATE_GROUP,
  PUBLIC_ROOM,
  type RoomSettings,
  valuesOfSettings,
} from '../../xmpp/xep/0045-settings.ts';

/** What a new room is to be: a group of contacts, for anybody, or what the user then configures. */
export type RoomPreset = 'private' | 'public' | 'configure';

const PRESETS: Readonly<Record<Exclude<RoomPreset, 'configure'>, RoomSettings>> = {
  private: PRIVATE_GROUP,
  public: PUBLIC_ROOM,
};

/**
 * Sets up a room that we have just created, which also opens it (XEP-0045 §10.1.3). If that fails,
 * it is cancelled, and the room is to be left: it would be open to others than was wanted.
 *
 * @throws StanzaError
 */
export async function setUpRoom(
  session: Session,
  room: Jid,
  preset: keyof typeof PRESETS,
): Promise<void> {
  try {
    const form = await fetchConfiguration(session, room);
    if (!form) await openRoom(session, room);
    else await submitConfiguration(session, room, form, valuesOfSettings(form, PRESETS[preset]));
  } catch (error) {
    await cancelConfiguration(session, room).catch(() => undefined);
    throw error;
  }
}
