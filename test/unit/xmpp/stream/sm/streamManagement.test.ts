import assert from 'node:assert/strict';
import { StreamFault } from '../../../../../src/xmpp/stream/streamFault.ts';
import {
  countBetween,
  HandledCountTooHigh,
  NS_SM,
  StreamManagement,
} from '../../../../../src/xmpp/stream/sm/streamManagement.ts';
import { type Element, xml } from '../../../../../src/xmpp/stanza/xml.ts';

const message = (id: string) => xml('message', { id });
const answer = (h: string | undefined) => xml('a', { xmlns: NS_SM, h });
const ids = (stanzas: readonly Element[]) => stanzas.map(({ attrs }) => attrs['id']);

function receive({ handled }: StreamManagement): void {
  handled.receive(() => undefined);
}

function send(management: StreamManagement, stanza: Element): void {
  management.enqueue(stanza);
  if (management.waiting) management.sendWaiting();
}

function enabled(attrs: Record<string, string> = { id: 'session', resume: 'true' }) {
  const management = new StreamManagement();
  management.enable();
  management.enabled(xml('enabled', { xmlns: NS_SM, ...attrs }));
  return management;
}

describe('StreamManagement', () => {
  it('counts what is sent from <enable/> on, and takes acknowledgements in order', () => {
    const management = new StreamManagement();
    send(management, message('before'));
    assert.equal(management.enable().toString(), '<enable xmlns="urn:xmpp:sm:3" resume="true"/>');
    for (const id of ['a', 'b', 'c']) send(management, message(id));
    assert.deepEqual(ids(management.acknowledge(answer('2'))), ['a', 'b']);
    assert.deepEqual(ids(management.acknowledge(answer('2'))), []);
    assert.deepEqual(ids(management.end()), ['c']);
  });

  it('refuses an acknowledgement of more than was sent', () => {
    const management = enabled();
    send(management, message('a'));
    for (const h of ['2', '4000000000', '4294967295']) {
      assert.throws(
        () => management.acknowledge(answer(h)),
        (error) => {
          assert.ok(error instanceof HandledCountTooHigh);
          assert.deepEqual(error.detail.attrs, { xmlns: NS_SM, h, 'send-count': '1' });
          return error.condition === 'undefined-condition';
        },
      );
    }
    assert.equal(management.resumable, false);
    assert.deepEqual(ids(management.end()), ['a']);
  });

  it('refuses an acknowledgement that goes back', () => {
    const management = enabled();
    for (const id of ['a', 'b']) send(management, message(id));
    management.acknowledge(answer('2'));
    assert.throws(() => management.acknowledge(answer('1')), HandledCountTooHigh);
  });

  it('refuses what is no count', () => {
    const management = enabled();
    for (const h of [
      undefined,
      '',
      '-1',
      '1.0',
      '0x1',
      'NaN',
      ' 1',
      '4294967296',
      '9'.repeat(40),
    ]) {
      assert.throws(
        () => management.acknowledge(answer(h)),
        (error) => error instanceof StreamFault && error.condition === 'bad-format',
      );
    }
    assert.equal(management.resumable, false);
  });

  it('tells what came in', () => {
    const management = enabled();
    receive(management);
    receive(management);
    assert.equal(management.acknowledgement().attrs['h'], '2');
    assert.deepEqual(management.resume().attrs, { xmlns: NS_SM, previd: 'session', h: '2' });
  });

  it('can be resumed only where the server says so', () => {
    assert.equal(enabled().resumable, true);
    assert.equal(enabled({ id: 'x', resume: '1' }).resumable, true);
    assert.equal(enabled({ id: 'x' }).resumable, false);
    assert.equal(enabled({ resume: 'true' }).resumable, false);
  });

  it('gives back what was lost when the session ends, and counts anew after', () => {
    const management = enabled();
    send(management, message('a'));
    receive(management);
    assert.deepEqual(ids(management.end()), ['a']);
    assert.equal(management.active, false);
    send(management, message('nobody counts'));
    management.enable();
    assert.equal(management.acknowledgement().attrs['h'], '0');
    assert.deepEqual(ids(management.end()), []);
  });

  it('wraps at 2^32', () => {
    assert.equal(countBetween(2 ** 32 - 2, 3), 5);
    assert.equal(countBetween(2 ** 32 - 1, 0), 1);
    assert.equal(countBetween(7, 7), 0);
    assert.equal(countBetween(3, 2), 2 ** 32 - 1);
  });

  it('goes on in another process from what came', () => {
    const before = enabled({ id: 'session', resume: 'true', location: 'other:5222', max: '300' });
    for (const id of ['a', 'b', 'c']) send(before, message(id));
    receive(before);
    assert.equal(before.location, 'other:5222');
    const state = before.state;
    assert.ok(state);
    assert.equal(state.maxSeconds, 300);
    const after = new StreamManagement();
    assert.equal(after.restore(JSON.parse(JSON.stringify(state)) as typeof state), true);
    assert.deepEqual(after.resume().attrs, { xmlns: NS_SM, previd: 'session', h: '1' });
    assert.deepEqual(after.state, state);
    assert.deepEqual(after.acknowledge(answer('2')), [], 'from here on it is counted');
    send(after, message('d'));
    assert.deepEqual(ids(after.acknowledge(answer('3'))), ['d']);
  });

  it('takes up nothing that makes no sense, and has nothing to give where it cannot be resumed', () => {
    const state = enabled().state;
    assert.ok(state);
    for (const change of [{ id: '' }, { handled: -1 }, { handled: 2 ** 32 }, { handled: 0.5 }]) {
      const management = new StreamManagement();
      assert.equal(management.restore({ ...state, ...change }), false, JSON.stringify(change));
      assert.equal(management.resumable, false);
    }
    assert.equal(enabled({ id: 'x' }).state, undefined);
  });
});
