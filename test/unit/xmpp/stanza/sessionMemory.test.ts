import assert from 'node:assert/strict';
import { defineMemo, type MemoEnd } from '../../../../src/xmpp/stanza/session.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

describe('what is remembered for a session', () => {
  let session: FakeSession;
  const keys = {
    newSession: defineMemo<{ readonly made: number }>('session'),
    disposed: defineMemo<{ readonly made: number }>('account'),
  };
  let made: number;

  beforeEach(() => {
    session = new FakeSession();
    made = 0;
  });

  const memo = (until: MemoEnd) => session.memo(keys[until], () => ({ made: ++made }), until).made;
  const all = () => [memo('newSession'), memo('disposed')];

  it('is made once, at its first use, and by each session', () => {
    assert.deepEqual(
      [all(), all()],
      [
        [1, 2],
        [1, 2],
      ],
    );
    session = new FakeSession();
    assert.deepEqual(all(), [3, 4]);
  });

  it('outlives the stream, a resumption and a new session as long as it says', () => {
    assert.deepEqual(all(), [1, 2]);
    session.stream.goOffline();
    assert.deepEqual(all(), [1, 2]);
    session.stream.goOnline(true);
    assert.deepEqual(all(), [1, 2]);
    session.stream.goOffline();
    session.stream.goOnline(false);
    assert.deepEqual(all(), [3, 2]);
  });
});
