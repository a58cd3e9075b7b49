import { Jid } from '../../src/base/jid.ts';
import type { Chat } from '../../src/model/chats/chat.ts';
import type { ArchiveClient } from './archiveClient.ts';
import { me } from './archivedAccount.ts';
import { roomInfo } from './fakeAccountRooms.ts';
import { CAVE, USER } from './fakeRooms.ts';
import { parseXml } from './parseXml.ts';
import { settle } from './settle.ts';

const OCCUPANT_ID = 'urn:xmpp:occupant-id:0';

export const romeo = Jid.of(`${CAVE.bare}/romeo`);

/** The element of an occupant-id. */
export const occupantId = (id: string) => `<occupant-id xmlns="${OCCUPANT_ID}" id="${id}" />`;

/** A private message from one to the other, with its mark. */
export const privately = (from: string, to: string, body: string, more = '') =>
  `<message type="chat" from="${from}" to="${to}" id="${body}"><body>${body}</body><x xmlns="${USER}" />${more}</message>`;

/** The room {@link CAVE}, as Juliet's client sees it. */
export class OccupiedRoom {
  readonly #client: ArchiveClient;
  /** What the room announces. */
  features: readonly string[] = [];

  constructor(client: ArchiveClient) {
    this.#client = client;
  }

  /** The chat with {@link romeo}. */
  get chat(): Chat {
    return this.#client.account.chats.openPrivate(romeo);
  }

  /** Bodies in the chat, with who wrote them. */
  async rows(): Promise<readonly (readonly [string, string])[]> {
    const messages = await this.chat.load({ limit: 99 });
    return messages.map(({ body, outgoing }) => [outgoing ? 'we' : 'romeo', body] as const);
  }

  /** Joins. @param enter who is there before us */
  async join(enter = () => Promise.resolve()): Promise<void> {
    const { account, archive, link } = this.#client;
    link.session.stream.server = (stanza) => {
      const { id = '', to = '' } = stanza.attrs;
      if (stanza.getName() !== 'iq' || !to.startsWith(CAVE.bare)) return archive.server(stanza);
      const answer = stanza.getChild('ping') ? '' : roomInfo(...this.features);
      return parseXml(
        `<iq xmlns="jabber:client" type="result" id="${id}" from="${to}">${answer}</iq>`,
      );
    };
    const joined = account.rooms.joining.join({ room: CAVE, nick: 'juliet' });
    await settle();
    await enter();
    await this.enter('juliet', '<status code="110" />');
    await joined;
  }

  /** Somebody comes in. @param x what the presence says besides the role */
  enter(nick: string, x = '', more = ''): Promise<void> {
    return this.#client.receive(`<presence from="${CAVE.bare}/${nick}"><x xmlns="${USER}">
      <item affiliation="none" role="participant" />${x}</x>${more}</presence>`);
  }

  exit(nick: string, x = ''): Promise<void> {
    return this.#client.receive(`<presence from="${CAVE.bare}/${nick}" type="unavailable">
      <x xmlns="${USER}"><item affiliation="none" role="none" ${x} /></x></presence>`);
  }

  rename(nick: string, to: string): Promise<void> {
    return this.#client.receive(`<presence from="${CAVE.bare}/${nick}" type="unavailable">
      <x xmlns="${USER}"><item affiliation="none" role="participant" nick="${to}" />
      <status code="303" /></x></presence>`);
  }

  /** Romeo writes to us alone. */
  hear(body: string, more = ''): Promise<void> {
    return this.#client.receive(privately(romeo.full, me, body, more));
  }
}
