import assert from 'node:assert/strict';
import type { WindowState } from '../../../src/api/requests.ts';
import { Attention } from '../../../src/host/attention.ts';

describe('Attention', () => {
  let focused: boolean | undefined;
  let idle: string | undefined;
  let attention: Attention;
  /** What each window was told last. */
  let notifies: Map<string, boolean>;

  beforeEach(() => {
    focused = undefined;
    idle = 'nothing said';
    notifies = new Map();
    attention = new Attention({
      setFocused: (value) => (focused = value),
      setIdle: (value) => (idle = value),
    });
  });

  const watch = (state: Partial<WindowState> & Pick<WindowState, 'window'>) =>
    attention.watch({ focused: false, focusedAt: 0, idle: null, ...state }, (change) => {
      assert.ok(change.kind === 'snapshot' || change.kind === 'upsert');
      for (const { id, notifies: value } of change.items) notifies.set(id, value);
    });
  const chosen = () => [...notifies].filter(([, value]) => value).map(([id]) => id);

  it('is where any window has the focus', () => {
    watch({ window: 'a' });
    assert.equal(focused, false);
    const b = watch({ window: 'b', focused: true });
    assert.equal(focused, true);
    b.dispose();
    assert.equal(focused, false);
  });

  it('is as idle as the window where the user is least', () => {
    const a = watch({ window: 'a', idle: null });
    watch({ window: 'b', idle: 'xa' });
    assert.equal(idle, undefined);
    const c = watch({ window: 'c', idle: 'away' });
    a.dispose();
    assert.equal(idle, 'away');
    c.dispose();
    assert.equal(idle, 'xa');
  });

  it('is told of in one window: the focused one, or else the one focused last', () => {
    const a = watch({ window: 'a', focused: true, focusedAt: 1 });
    const b = watch({ window: 'b', focusedAt: 5 });
    watch({ window: 'c' });
    assert.deepEqual(chosen(), ['a']);
    watch({ window: 'a', focusedAt: 9 });
    a.dispose();
    assert.deepEqual(chosen(), ['a']);
    watch({ window: 'b', focused: true, focusedAt: 10 });
    b.dispose();
    assert.deepEqual(chosen(), ['b']);
  });

  it('goes to another window when that one is closed', () => {
    watch({ window: 'a', focusedAt: 1 });
    const b = watch({ window: 'b', focused: true, focusedAt: 2 });
    assert.deepEqual(chosen(), ['b']);
    b.dispose();
    assert.equal(notifies.get('a'), true);
  });
});
