import assert from 'node:assert/strict';
import { defineMemo, type MemoEnd } from '../../../../src/xmpp/stanza/session.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

describe('what is remembered for a session', () => {
  let session: FakeSession;
  const keys = {
    offline: defineMemo<{ readonly made: number }>('stream'),
    newSession: defineMemo<{ readonly made: number }>('session'),
    disposed: defineMemo<{ readonly made: number }>('account'),
  };
  let made: number;

  beforeEach(() => {
    session = new FakeSession();
    made = 0;
  });

  const memo = (until: MemoEnd) => session.memo(keys[until], () => ({ made: ++made }), until).made;
  const all = () => [memo('offline'), memo('newSession'), memo('disposed')];

  it('is made once, at its first use, and by each session', () => {
    assert.deepEqual(
      [all(), all()],
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
    );
    session = new FakeSession();
    assert.deepEqual(all(), [4, 5, 6]);
  });

  it('outlives the stream, a resumption and a new session as long as it says', () => {
    assert.deepEqual(all(), [1, 2, 3]);
    session.stream.goOffline();
    assert.deepEqual(all(), [4, 2, 3]);
    session.stream.goOnline(true);
    assert.deepEqual(all(), [4, 2, 3]);
    session.stream.goOffline();
    session.stream.goOnline(false);
    assert.deepEqual(all(), [5, 6, 3]);
  });
});
