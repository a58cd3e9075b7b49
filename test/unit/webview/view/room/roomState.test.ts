import assert from 'node:assert/strict';
import type { RoomView } from '../../../../../src/api/views.ts';
import { roomState, whyReadOnly } from '../../../../../webview/view/room/roomState.ts';
import { room } from '../../../../support/roomView.ts';
import { saying } from '../../../../support/say.ts';

const state = (change: Partial<RoomView>) => roomState({ ...room, ...change });

describe('the line of a room', () => {
  it('says nothing inside, and what is waited for on the way', () => {
    assert.equal(state({}), undefined);
    assert.match(state({ phase: 'joining' })?.text ?? '', /^Joining…/u);
    assert.match(state({ phase: 'joining', isSlow: true })?.text ?? '', /still trying/u);
    assert.match(state({ phase: 'notSure' })?.text ?? '', /cannot be reached/u);
    assert.equal(state({ phase: 'asking' })?.remedy, 'none');
  });

  it('says why one is outside, and offers what helps, and nothing where nothing does', () => {
    const reason = saying('You were kicked from lobby.');
    assert.deepEqual(state({ phase: 'left', reason, remedy: 'password' }), {
      text: 'You were kicked from lobby.',
      remedy: 'password',
    });
    assert.equal(state({ phase: 'left' })?.remedy, 'join');
    assert.equal(state({ phase: 'left', reason, remedy: 'none' })?.remedy, 'none');
    assert.match(state({ phase: 'left', reason, retryAt: 0 })?.text ?? '', /Next try at /u);
  });

  it('lets one write inside with voice, and wherever a message can wait', () => {
    assert.equal(whyReadOnly(room), undefined);
    assert.equal(whyReadOnly({ ...room, phase: 'joining', rights: [] }), undefined);
    assert.equal(whyReadOnly({ ...room, phase: 'notSure', rights: [] }), undefined);
    assert.equal(whyReadOnly({ ...room, phase: 'left', rights: [], retryAt: 1 }), undefined);
    assert.match(whyReadOnly({ ...room, role: 'visitor', rights: [] }) ?? '', /not write/u);
  });

  it('lets one write where sending joins, and nowhere else', () => {
    const left = { ...room, phase: 'left', rights: [] } as const;
    assert.equal(whyReadOnly(left), undefined);
    assert.equal(whyReadOnly({ ...left, phase: 'idle' }), undefined);
    assert.equal(whyReadOnly({ ...left, remedy: 'join' }), undefined);
    for (const remedy of ['password', 'nick', 'membership', 'create', 'show'] as const) {
      assert.equal(whyReadOnly({ ...left, remedy }), 'Join the room to write');
    }
    for (const remedy of ['none', 'otherRoom'] as const) {
      assert.equal(whyReadOnly({ ...left, remedy }), 'You cannot write here any more');
    }
    assert.match(state({ phase: 'left' })?.text ?? '', /sending a message joins it/u);
  });

  it('asks for the answer that joining waits for', () => {
    const reason = saying('It asks something.');
    assert.deepEqual(state({ phase: 'joining', reason, remedy: 'captcha' }), {
      text: 'It asks something. Messages wait here until you are inside.',
      remedy: 'captcha',
    });
  });
});
