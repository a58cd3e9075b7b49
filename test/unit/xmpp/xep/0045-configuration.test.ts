import assert from 'node:assert/strict';
import { Jid } from '../../../../src/base/jid.ts';
import type { Form, FormValues } from '../../../../src/xmpp/xep/0004-dataForms.ts';
import {
  cancelConfiguration,
  destroyRoom,
  fetchConfiguration,
  openRoom,
  submitConfiguration,
} from '../../../../src/xmpp/xep/0045-configuration.ts';
import {
  PRIVATE_GROUP,
  PUBLIC_ROOM,
  type RoomSettings,
  valuesOfSettings,
} from '../../../../src/xmpp/xep/0045-settings.ts';
import { canonicalXml } from '../../../support/canonicalXml.ts';
import { FakeSession } from '../../../support/fakeSession.ts';
import { parseXml } from '../../../support/parseXml.ts';

const room = Jid.of('coven@chat.shakespeare.lit');
const NS = 'http://jabber.org/protocol/muc#owner';
const PROSODY_INVITES = '{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites';

const field = (name: string, type: string, ...values: readonly string[]) =>
  `<field var="${name}" type="${type}" label="${name}">${values.map((v) => `<value>${v}</value>`).join('')}</field>`;
const formType = field('FORM_TYPE', 'hidden', 'http://jabber.org/protocol/muc#roomconfig');
const whois = `<field var="muc#roomconfig_whois" type="list-single"><value>moderators</value>
  <option label="Moderators only"><value>moderators</value></option><option><value>anyone</value></option></field>`;

/** As Prosody 0.12 and ejabberd 23.01 send it, shortened. */
const PROSODY = `<x xmlns="jabber:x:data" type="form"><title>Configuration for coven</title>${formType}
  <field type="fixed"><value>General information</value></field>
  ${field('muc#roomconfig_roomname', 'text-single')}
  <field var="muc#roomconfig_roomdesc" type="text-single"><desc>A brief description of the room</desc><value/></field>
  ${field('muc#roomconfig_persistentroom', 'boolean', '0')}
  ${field('muc#roomconfig_publicroom', 'boolean', '1')}
  ${field('muc#roomconfig_roomsecret', 'text-private')}
  ${field('muc#roomconfig_membersonly', 'boolean', '0')}
  ${field(PROSODY_INVITES, 'boolean', '0')}
  ${field('muc#roomconfig_moderatedroom', 'boolean', '0')}
  ${whois}
  ${field('muc#roomconfig_presencebroadcast', 'list-multi')}
  ${field('muc#roomconfig_enablearchiving', 'boolean', '1')}</x>`;
const EJABBERD = `<x xmlns="jabber:x:data" type="form">${formType}
  ${field('muc#roomconfig_persistentroom', 'boolean', '0')}
  ${field('muc#roomconfig_publicroom', 'boolean', '1')}
  ${field('public_list', 'boolean', '1')}
  ${field('muc#roomconfig_passwordprotectedroom', 'boolean', '0')}
  ${field('muc#roomconfig_roomsecret', 'text-private', '')}
  ${whois}
  ${field('muc#roomconfig_membersonly', 'boolean', '0')}
  ${field('muc#roomconfig_moderatedroom', 'boolean', '1')}
  ${field('muc#roomconfig_allowinvites', 'boolean', '1')}
  ${field('mam', 'boolean', '0')}</x>`;

const owner = (content: string) => `<query xmlns="${NS}">${content}</query>`;

async function fetchForm(form: string): Promise<Form> {
  const session = new FakeSession();
  const fetched = fetchConfiguration(session, room);
  session.answer(`<iq type="result">${owner(form)}</iq>`);
  return (await fetched) ?? assert.fail('there is no form');
}

/** What is sent when a request is made and succeeds. */
async function sent(request: (session: FakeSession) => Promise<void>): Promise<string> {
  const session = new FakeSession();
  const done = request(session);
  session.answer();
  await done;
  return canonicalXml(session.sent);
}

function expected(content: string): string {
  const iq = `<iq xmlns="jabber:client" type="set" to="${room.bare}">${owner(content)}</iq>`;
  return canonicalXml(parseXml(iq));
}

async function valuesFor(form: string, settings: RoomSettings): Promise<FormValues> {
  return valuesOfSettings(await fetchForm(form), settings);
}

describe('configuration of a room (XEP-0045 §10)', () => {
  it('opens, cancels and destroys it', async () => {
    assert.equal(
      await sent((session) => openRoom(session, room.withResource('me'))),
      expected('<x xmlns="jabber:x:data" type="submit"/>'),
    );
    assert.equal(
      await sent((session) => cancelConfiguration(session, room)),
      expected('<x xmlns="jabber:x:data" type="cancel"/>'),
    );
    assert.equal(await sent((session) => destroyRoom(session, room)), expected('<destroy/>'));
    const alternate = Jid.of('heath@chat.shakespeare.lit/nick');
    assert.equal(
      await sent((session) =>
        destroyRoom(session, room, { alternate, password: 'open', reason: 'Macbeth\u0001 comes' }),
      ),
      expected(
        '<destroy jid="heath@chat.shakespeare.lit"><password>open</password><reason>Macbeth comes</reason></destroy>',
      ),
    );
    assert.equal(
      await sent((session) => destroyRoom(session, room, { password: 'of no room' })),
      expected('<destroy/>'),
    );
  });

  it('has a form, or none where nothing can be configured', async () => {
    const { title, fields } = await fetchForm(PROSODY);
    assert.equal(title, 'Configuration for coven');
    assert.equal(fields[3]?.description, 'A brief description of the room');
    const session = new FakeSession();
    const fetched = fetchConfiguration(session, room);
    session.answer(`<iq type="result">${owner('')}</iq>`);
    assert.equal(await fetched, undefined);
    const refused = fetchConfiguration(session, room);
    session.answer('<iq type="result" />');
    await assert.rejects(refused, { condition: 'bad-format' });
  });

  it('sends all of the form back but what is fixed or has no name', async () => {
    const form = await fetchForm(`<x xmlns="jabber:x:data" type="form">${formType}
      <field type="fixed"><value>Words</value></field>
      ${field('captioned', 'fixed', 'Words with a name')}
      <field type="text-single"><value>nameless</value></field>
      <field var="untyped"><value>kept as it is \n</value></field>
      ${field('odd', 'x-colour', '#fff')}
      ${field('captcha_whitelist', 'jid-multi', 'a@x', 'b@x')}
      ${field('__proto__', 'boolean', 'true')}
      ${field('muc#roomconfig_roomname', 'text-single', 'Old')}
      ${field('muc#roomconfig_presencebroadcast', 'list-multi')}</x>`);
    const changes = { 'muc#roomconfig_roomname': ['N\u0000ew'], captioned: ['x'], unknown: ['x'] };
    assert.equal(
      await sent((session) => submitConfiguration(session, room, form, changes)),
      expected(`<x xmlns="jabber:x:data" type="submit">
        <field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roomconfig</value></field>
        <field var="untyped"><value>kept as it is \n</value></field>
        <field var="odd"><value>#fff</value></field>
        <field var="captcha_whitelist"><value>a@x</value><value>b@x</value></field>
        <field var="__proto__"><value>true</value></field>
        <field var="muc#roomconfig_roomname"><value>New</value></field></x>`),
    );
  });

  it('empties a list that had values, and says what the service refuses', async () => {
    const form = await fetchForm(
      `<x xmlns="jabber:x:data" type="form">${field('captcha_whitelist', 'jid-multi', 'a@x')}</x>`,
    );
    const empty = { captcha_whitelist: [] };
    assert.equal(
      await sent((session) => submitConfiguration(session, room, form, empty)),
      expected('<x xmlns="jabber:x:data" type="submit"><field var="captcha_whitelist"/></x>'),
    );
    const session = new FakeSession();
    const refused = submitConfiguration(session, room, form, {});
    session.answer(`<iq type="error"><error type="modify">
      <not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas" /></error></iq>`);
    await assert.rejects(refused, { condition: 'not-acceptable', type: 'modify' });
  });

  it('reads no more of a form than can be shown', async () => {
    const options = '<option><value>o</value></option>'.repeat(5000);
    const huge = `<field var="list" type="list-single">${options}</field>${field('f', 'boolean').repeat(2000)}`;
    const { fields } = await fetchForm(`<x xmlns="jabber:x:data" type="form">${huge}</x>`);
    assert.equal(fields.length, 500);
    assert.equal(fields[0]?.options.length, 1000);
  });
});

describe('settings of a room', () => {
  it('make it a private group, by the names that the server has', async () => {
    const common = {
      'muc#roomconfig_persistentroom': ['1'],
      'muc#roomconfig_publicroom': ['0'],
      'muc#roomconfig_membersonly': ['1'],
      'muc#roomconfig_moderatedroom': ['0'],
      'muc#roomconfig_whois': ['anyone'],
    };
    assert.deepEqual(await valuesFor(PROSODY, PRIVATE_GROUP), {
      ...common,
      'muc#roomconfig_enablearchiving': ['1'],
      [PROSODY_INVITES]: ['0'],
    });
    assert.deepEqual(await valuesFor(EJABBERD, PRIVATE_GROUP), {
      ...common,
      public_list: ['0'],
      mam: ['1'],
      'muc#roomconfig_allowinvites': ['0'],
    });
  });

  it('make it public, without a password', async () => {
    const common = {
      'muc#roomconfig_persistentroom': ['1'],
      'muc#roomconfig_publicroom': ['1'],
      'muc#roomconfig_membersonly': ['0'],
      'muc#roomconfig_whois': ['moderators'],
      'muc#roomconfig_roomsecret': [''],
    };
    assert.deepEqual(await valuesFor(PROSODY, PUBLIC_ROOM), {
      ...common,
      'muc#roomconfig_enablearchiving': ['1'],
    });
    assert.deepEqual(await valuesFor(EJABBERD, PUBLIC_ROOM), {
      ...common,
      'muc#roomconfig_passwordprotectedroom': ['0'],
      mam: ['1'],
    });
  });

  it('give it a name and a password, and leave out what the form does not take', async () => {
    const settings = { name: 'Cave', password: 'open', showsAddresses: true, isLogged: false };
    assert.deepEqual(await valuesFor(PROSODY, settings), {
      'muc#roomconfig_roomname': ['Cave'],
      'muc#roomconfig_roomsecret': ['open'],
      'muc#roomconfig_whois': ['anyone'],
    });
    assert.deepEqual(await valuesFor(EJABBERD, { password: 'open' }), {
      'muc#roomconfig_roomsecret': ['open'],
      'muc#roomconfig_passwordprotectedroom': ['1'],
    });
    const form = `<x xmlns="jabber:x:data" type="form">
      ${field('muc#roomconfig_roomname', 'fixed', 'Words')}
      <field var="muc#roomconfig_whois" type="list-single"><option><value>nobody</value></option></field></x>`;
    assert.deepEqual(await valuesFor(form, settings), {});
  });
});
