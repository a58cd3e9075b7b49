import assert from 'node:assert/strict';
import { keepTwice, parseState } from '../../../webview/keptState.ts';
import { of } from '../../support/storeBench.ts';

describe('parseState', () => {
  it('takes nothing that it did not keep itself', () => {
    for (const bad of [undefined, null, 1, {}, { ...of }, { ...of, draft: 1 }]) {
      assert.equal(parseState(bad), undefined);
    }
    const kept = { ...of, draft: 'd' };
    assert.deepEqual(parseState({ ...kept, anchor: { message: 1, offset: 0 } }), kept);
    assert.deepEqual(parseState({ ...kept, showsOccupants: 1 }), kept);
  });
});

describe('keepTwice', () => {
  const other = { ...of, chat: 'eve@example.org' };
  const read = (editor: unknown, panel: unknown) =>
    keepTwice(
      { getState: () => editor, setState: () => undefined },
      panel === undefined ? '' : JSON.stringify(panel),
      of,
      () => undefined,
    ).getState();

  it('takes the newer state of the editor’s and the panel’s', () => {
    const older = { ...of, draft: 'older', at: 1 };
    const newer = { ...of, draft: 'newer', at: 2 };
    assert.deepEqual(read(older, newer), newer);
    assert.deepEqual(read(newer, older), newer);
    assert.deepEqual(read(undefined, older), older);
    assert.deepEqual(read(older, undefined), older);
    // What a version before this one has stored is older than all.
    assert.deepEqual(read({ ...of, draft: 'undated' }, older), older);
    assert.equal(read(undefined, undefined), undefined);
  });

  it('takes no state of another chat, as the view has after it showed one', () => {
    const mine = { ...of, draft: 'mine', at: 1 };
    assert.deepEqual(read({ ...other, draft: 'other', at: 2 }, mine), mine);
    assert.equal(read({ ...other, draft: 'other', at: 2 }, undefined), undefined);
  });

  it('stores a state in both places, with its time', () => {
    const stored: unknown[] = [];
    const editor = { getState: () => undefined, setState: (state: unknown) => stored.push(state) };
    const before = Date.now();
    keepTwice(editor, '', of, (state) => stored.push(state)).setState({ ...of, draft: 'd' });
    const [one, two] = stored.map(parseState);
    assert.deepEqual(one, two);
    assert.ok(one?.draft === 'd' && (one.at ?? 0) >= before);
  });
});
