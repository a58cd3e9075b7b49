import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import { Contacts } from '../../../../src/model/contacts/contacts.ts';
import { DirectSending } from '../../../../src/model/files/directSending.ts';
import { notOnline } from '../../../../src/model/failure.ts';
import type { OfferWay } from '../../../../src/xmpp/files/fileOffer.ts';
import type { Show } from '../../../../src/model/show.ts';
import { xml } from '../../../../src/xmpp/stanza/xml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { memorySource } from '../../../support/sources.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { settle } from '../../../support/settle.ts';
import { telling } from '../../../support/telling.ts';

const bob = Jid.of('bob@example.org');
const SI = ['http://jabber.org/protocol/si', 'http://jabber.org/protocol/si/profile/file-transfer'];
const JINGLE = ['urn:xmpp:jingle:1', 'urn:xmpp:jingle:apps:file-transfer:5'];
const file = memorySource(new Uint8Array(3), 'a.ts');

describe('DirectSending', () => {
  let session: FakeSession;
  let contacts: Contacts;
  let online: boolean;
  let arrived: number;
  /** What each device supports; silent ones have nothing. */
  let features: Record<string, readonly string[]>;
  /** Who was asked for features, and who was offered the file. */
  let asked: string[];
  let offered: string[];

  beforeEach(() => {
    session = new FakeSession({ mayKnowPresence: [bob.bare] });
    contacts = new Contacts();
    online = true;
    arrived = 0;
    features = {};
    [asked, offered] = [[], []];
    contacts.applyRoster([
      { jid: bob, name: 'Bob', groups: [], subscription: 'both', pending: false },
    ]);
    session.stream.server = (stanza) => {
      const { id = '', to = '' } = stanza.attrs;
      const resource = Jid.of(to).resource;
      const answer = (content: string, type = 'result') =>
        parseXml(
          `<iq xmlns="jabber:client" type="${type}" id="${id}" from="${to}">${content}</iq>`,
        );
      if (stanza.getChild('si')) offered.push(resource);
      if (stanza.getChild('si') ?? resource === '') {
        const condition = '<forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>';
        return answer(`<error type="cancel">${condition}</error>`, 'error');
      }
      asked.push(resource);
      const known = features[resource];
      if (!known) return [];
      const query = known.map((feature) => xml('feature', { var: feature }).toString()).join('');
      return answer(`<query xmlns="http://jabber.org/protocol/disco#info">${query}</query>`);
    };
  });

  const ways = (way: OfferWay = 'si') =>
    new DirectSending(way, {
      session: (task) => {
        if (!online) throw notOnline(task);
        return session;
      },
      contacts,
      isRoom: (bare) => bare.startsWith('room@'),
      arrived: () => (arrived += 1),
    });
  const appear = (
    resource: string,
    supported: readonly string[] | undefined,
    show: Show,
    priority = 0,
  ) => {
    const presence = {
      from: bob.withResource(resource),
      type: 'available',
      show,
      status: '',
      priority,
    };
    contacts.applyPresence(presence as Parameters<Contacts['applyPresence']>[0]);
    if (supported) features[resource] = supported;
  };
  const offer = async (device?: string) => {
    const options = { signal: new AbortController().signal, onProgress: () => undefined, device };
    const sending = ways().send(bob, file, options);
    sending.catch(() => undefined);
    await settle();
    return sending;
  };

  it('offers to the most available device that takes files so', async () => {
    appear('phone', SI, 'away', 10);
    appear('desk', JINGLE, 'available', 5);
    appear('laptop', SI, 'away', 20);
    await assert.rejects(offer(), { code: 'declined' });
    assert.deepEqual(offered, ['laptop']);
    assert.equal(arrived, 0);
  });

  it('tells which devices take files so, and offers to the one that was chosen', async () => {
    appear('phone', SI, 'away', 10);
    appear('desk', JINGLE, 'available', 5);
    appear('laptop', SI, 'away', 20);
    const devices = await ways().findDevices(bob);
    assert.deepEqual(
      devices.map(({ resource, show }) => [resource, show]),
      [
        ['laptop', 'away'],
        ['phone', 'away'],
      ],
    );
    await assert.rejects(offer('phone'), { code: 'declined' });
    assert.deepEqual(offered, ['phone']);
  });

  it('offers to no other device than the one that was chosen', async () => {
    appear('phone', SI, 'available');
    appear('desk', JINGLE, 'available');
    for (const device of ['desk', 'gone']) {
      const says = telling(
        new RegExp(`^The device “${device}” is no longer online, or takes no files`, 'u'),
      );
      await assert.rejects(offer(device), { code: 'unreachable' });
      await assert.rejects(ways().check(bob, 1, device), says);
    }
    assert.deepEqual(offered, []);
  });

  it('prefers the device that has changed last where all else is equal', async () => {
    let now = 1000;
    contacts = new Contacts(undefined, () => (now += 1));
    contacts.applyRoster([
      { jid: bob, name: 'Bob', groups: [], subscription: 'both', pending: false },
    ]);
    appear('old', SI, 'available');
    appear('new', SI, 'available');
    await assert.rejects(offer(), { code: 'declined' });
    assert.deepEqual(offered, ['new']);
  });

  it('knows each way by its features', async () => {
    appear('desk', JINGLE, 'available');
    await ways('jingle').check(bob, 1);
    await assert.rejects(ways('si').check(bob, 1), { code: 'unreachable' });
    await assert.rejects(
      ways('si').check(bob, 1),
      telling(/^bob@example\.org is online with no client/),
    );
  });

  it('waits ten seconds for a device that says nothing', async () => {
    appear('silent', undefined, 'available');
    appear('phone', SI, 'away');
    const checking = ways().check(bob, 1);
    await settle();
    session.clock.advance(10_000);
    await checking;
  });

  it('asks eight devices at most', async () => {
    for (let n = 0; n < 20; n++) appear(`device-${n}`, JINGLE, 'available');
    await assert.rejects(ways().check(bob, 1), { code: 'unreachable' });
    assert.equal(asked.length, 8);
  });

  it('goes to nobody who is offline, cannot see us, or is in a room', async () => {
    await assert.rejects(ways().check(bob, 1), telling(/only while you and bob@example\.org see/));
    appear('desk', SI, 'available');
    session = new FakeSession();
    await assert.rejects(ways().check(bob, 1), { code: 'unreachable' });
    for (const to of ['room@example.org', 'room@example.org/bob']) {
      await assert.rejects(ways().check(Jid.of(to), 1), telling(/^Files go to rooms/));
    }
    online = false;
    await assert.rejects(ways().check(bob, 1), { code: 'offline' });
    assert.deepEqual(asked, []);
  });
});
