import assert from 'node:assert/strict';
import { choosePlace } from '../../../../src/ui/chat/choosePlace.ts';

describe('choosePlace', () => {
  it('opens a chat that is open nowhere where the setting says', () => {
    assert.equal(choosePlace({ now: undefined, setting: 'tab' }), 'tab');
    assert.equal(choosePlace({ now: undefined, setting: 'view' }), 'view');
  });

  it('leaves an open chat where it is', () => {
    assert.equal(choosePlace({ now: 'view', setting: 'tab' }), 'view');
    assert.equal(choosePlace({ now: 'tab', setting: 'view' }), 'tab');
  });

  it('does what was asked for before all else', () => {
    for (const asked of ['tab', 'view', 'side', 'window'] as const) {
      assert.equal(choosePlace({ asked, now: 'view', setting: 'view' }), asked);
      assert.equal(choosePlace({ asked, now: 'tab', setting: 'tab' }), asked);
    }
  });
});
