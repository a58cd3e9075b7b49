import type { Show } from './contact.ts';
import type { ReceivedView } from './message.ts';

/** A chat with one occupant of a room (XEP-0045 §7.5). */
export interface PrivateChatView {
  /** The full JID of the occupant. */
  readonly id: string;
  /** The nick, with the name of the room. */
  readonly name: string;
  readonly nick: string;
  /** The room's bare JID. */
  readonly room: string;
  readonly roomName: string;
  /** Of the occupant who has the nick now. */
  readonly show: Show;
  /** Their real bare JID, where it is shown. */
  readonly jid?: string;
  /**
   * Why nothing can be written: we are `outside` the room; no occupant has the nick (`gone`); or an
   * `other` one than before may have it, whom the user has to accept first (`acceptOccupant`).
   */
  readonly obstacle?: 'outside' | 'gone' | 'other';
  /** The nick that the one we wrote with has now, if it is another one. */
  readonly newNick?: string;
  readonly unread: number;
  readonly composing: boolean;
  /** When the newest message was sent, in ms since 1970; 0 without any. */
  readonly newest: number;
  /** The newest message received since the start. */
  readonly lastReceived?: ReceivedView;
}
