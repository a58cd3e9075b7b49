// Messages of rooms (XEP-0045 §7.4), beside those of chats.
// https://xmpp.org/extensions/xep-0045.html#message
import { defineEvent, type Module } from '../stanza/session.ts';
import { isArchiveResult } from '../xep/0313-archive.ts';
import { readRoomMessage, type RoomMessage } from './roomMessage.ts';

/**
 * A room sent a groupchat message, or anyone who claims to be one: what is of no room that we are
 * in must be ignored.
 */
export const roomMessageReceived = defineEvent<RoomMessage>('roomMessageReceived');

/** Never unwraps what is forwarded: carbons of rooms do not exist (XEP-0280 §6.1). */
export const roomMessageModule: Module = {
  xep: 'XEP-0045 §7.4',
  features: [],
  attach: (session) =>
    session.onStanza('message', (stanza) => {
      if (stanza.element.attrs['type'] !== 'groupchat') return;
      // Handled only by the query that it answers.
      if (isArchiveResult(stanza)) return;
      const message = readRoomMessage(stanza, session, { via: 'live' });
      if (message) session.emit(roomMessageReceived, message);
    }),
};
