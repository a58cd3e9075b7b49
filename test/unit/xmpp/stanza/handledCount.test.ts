import assert from 'node:assert/strict';
import { HandledCount, type Release } from '../../../../src/xmpp/stanza/handledCount.ts';
import { settle } from '../../../support/settle.ts';

describe('HandledCount', () => {
  let count: HandledCount;
  beforeEach(() => {
    count = new HandledCount();
  });

  const receive = () => {
    count.receive(() => undefined);
  };
  const receiveHeld = (): Release => {
    let release: Release = () => undefined;
    count.receive(() => (release = count.hold()));
    return release;
  };

  it('counts what came', () => {
    receive();
    receive();
    assert.equal(count.value, 2);
  });

  it('counts also what a handler failed over', () => {
    assert.throws(() => {
      count.receive(() => {
        throw new Error('no');
      });
    }, /no/u);
    assert.equal(count.value, 1);
  });

  it('counts nothing that is held, nor what came after it', () => {
    receive();
    const first = receiveHeld();
    const second = receiveHeld();
    receive();
    assert.equal(count.value, 1);
    second(true);
    assert.equal(count.value, 1);
    first(true);
    assert.equal(count.value, 4);
  });

  it('waits for everybody who holds a stanza', () => {
    const releases: Release[] = [];
    count.receive(() => releases.push(count.hold(), count.hold()));
    releases[0]?.(true);
    assert.equal(count.value, 0);
    releases[1]?.(true);
    assert.equal(count.value, 1);
  });

  it('stays before what was not kept, until that comes again', () => {
    receive();
    receiveHeld()(false);
    receive();
    assert.deepEqual([count.value, count.isSettled], [1, true]);
    count.start(count.value);
    receive();
    receive();
    assert.equal(count.value, 3);
  });

  it('hears no more of what another connection brought', () => {
    const old = receiveHeld();
    count.start(5);
    const held = receiveHeld();
    old(false);
    held(true);
    assert.equal(count.value, 6);
  });

  it('cannot be held but by what is being received', () => {
    count.hold();
    receive();
    assert.equal(count.value, 1);
  });

  it('tells when what has come so far is settled, whatever comes meanwhile', async () => {
    const told: string[] = [];
    const first = receiveHeld();
    void count.settled().then(() => told.push('first'));
    const second = receiveHeld();
    void count.settled().then(() => told.push('second'));
    first(true);
    await settle();
    assert.deepEqual(told, ['first']);
    second(false);
    await settle();
    assert.deepEqual(told, ['first', 'second']);
    await count.settled();
  });
});
