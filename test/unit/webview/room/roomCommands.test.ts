import assert from 'node:assert/strict';
import { type Api, RequestError } from '../../../../src/api/channel.ts';
import type { PanelRequest } from '../../../../src/api/panel.ts';
import type { OccupantView } from '../../../../src/api/views.ts';
import { nickAtStart } from '../../../../webview/room/findOccupants.ts';
import { RoomCommands } from '../../../../webview/room/roomCommands.ts';
import { occupant } from '../../../support/roomView.ts';
import { saying } from '../../../support/say.ts';

const of = { account: 'me@example.org', chat: 'lobby@rooms.example.org' };

describe('a command typed in a room', () => {
  let asked: string[];
  let told: PanelRequest[];
  let refused: string | undefined;
  let here: readonly OccupantView[];
  let commands: RoomCommands;

  beforeEach(() => {
    asked = [];
    told = [];
    refused = undefined;
    here = [occupant('Ada'), occupant('Ada Lovelace'), occupant('Grace')];
    const api: Api = {
      request: (method, params) => {
        asked.push(`${method} ${JSON.stringify(params)}`);
        if (refused === undefined) return Promise.resolve(null as never);
        return Promise.reject(new RequestError(saying(refused)));
      },
      watch: (_topic, params, listener) => {
        const { filter } = params as { readonly filter: string };
        const occupants = here.filter(({ id }) => id.includes(filter));
        const item = { id: of.chat, total: occupants.length, offset: 0, occupants };
        queueMicrotask(() => {
          (listener as (change: unknown) => void)({ kind: 'snapshot', items: [item] });
        });
        return { dispose: () => undefined };
      },
    };
    commands = new RoomCommands({ api, of, tell: (request) => told.push(request) });
  });

  it('is a request where it only concerns the user or the subject', async () => {
    assert.equal(await commands.run('nick', 'Ada L'), undefined);
    assert.equal(await commands.run('topic', 'Friday'), undefined);
    assert.deepEqual(asked, [
      `changeNick ${JSON.stringify({ ...of, nick: 'Ada L' })}`,
      `setSubject ${JSON.stringify({ ...of, subject: 'Friday' })}`,
    ]);
    refused = 'It is taken.';
    assert.equal(await commands.run('nick', 'Grace'), 'Your nick is the same: It is taken.');
    assert.deepEqual(told, []);
  });

  it('is asked about by the panel otherwise', async () => {
    for (const name of ['nick', 'topic', 'invite', 'part'] as const) await commands.run(name, '');
    assert.deepEqual(
      told,
      ['changeNick', 'setSubject', 'invite', 'leave'].map((command) => ({
        ...{ type: 'roomCommand', command },
      })),
    );
    assert.deepEqual(asked, []);
  });

  it('is not run where a part of what was typed would be lost', async () => {
    const why = (name: string) =>
      `/${name} takes no words, so nothing was done: delete what stands behind it.`;
    for (const name of ['invite', 'part'] as const) {
      assert.equal(await commands.run(name, 'see you'), why(name));
    }
    const tooLong = 'At most 1,000 characters: shorten it.';
    for (const name of ['kick', 'ban'] as const) {
      assert.equal(await commands.run(name, `Ada ${'x'.repeat(1001)}`), tooLong);
      assert.equal(await commands.run(name, `Ada ${'x'.repeat(1000)}`), undefined);
    }
    assert.equal(told.length, 2);
  });

  it('removes who is named, by the longest nick that fits, with the reason', async () => {
    assert.equal(await commands.run('kick', 'Ada Lovelace too loud'), undefined);
    assert.equal(await commands.run('ban', 'Ada: spam'), undefined);
    const told2 = { type: 'occupantCommand' };
    assert.deepEqual(told, [
      { ...told2, command: 'kick', nick: 'Ada Lovelace', reason: 'too loud' },
      { ...told2, command: 'ban', nick: 'Ada', reason: 'spam' },
    ]);
  });

  it('writes to one occupant alone, and opens the chat with them', async () => {
    assert.equal(await commands.run('msg', 'Ada Lovelace: psst'), undefined);
    assert.equal(await commands.run('msg', 'Grace'), undefined);
    assert.deepEqual(asked, [
      `sendPrivate ${JSON.stringify({ ...of, nick: 'Ada Lovelace', body: 'psst' })}`,
    ]);
    assert.deepEqual(told, [
      { type: 'openPrivate', nick: 'Ada Lovelace' },
      { type: 'openPrivate', nick: 'Grace' },
    ]);
    refused = 'It may be somebody else.';
    const why = await commands.run('msg', 'Grace hello');
    assert.equal(why, 'It was not sent: It may be somebody else.');
    assert.equal(told.length, 2);
    assert.match((await commands.run('msg', '')) ?? '', /^Nobody was named/u);
  });

  it('says whom it does not find', async () => {
    assert.equal(await commands.run('kick', 'Linus'), 'Nobody here is called Linus.');
    assert.match((await commands.run('ban', '')) ?? '', /^Nobody was named/u);
    assert.deepEqual(told, []);
  });

  it('takes no beginning of a nick for the nick', () => {
    assert.equal(nickAtStart('Gracelyn x', here), undefined);
    assert.deepEqual(nickAtStart('grace', here), { nick: 'Grace', rest: '' });
    const zoe = [occupant('Zoë')];
    assert.deepEqual(nickAtStart('zoe\u0308: x', zoe), { nick: 'Zoë', rest: 'x' });
  });
});
