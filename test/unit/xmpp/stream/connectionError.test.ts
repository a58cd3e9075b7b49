import assert from 'node:assert/strict';
import {
  lost,
  stopped,
  timedOut,
  unreachable,
} from '../../../../src/xmpp/stream/connectionError.ts';
import { told } from '../../../support/say.ts';

describe('ConnectionError', () => {
  it('says why a socket could not be opened', () => {
    const codes = {
      ENOTFOUND: 'no-such-server',
      EAI_AGAIN: 'offline',
      ENETUNREACH: 'offline',
      EHOSTUNREACH: 'offline',
      ECONNREFUSED: 'server-refused',
      ECONNRESET: 'lost',
    };
    for (const [code, expected] of Object.entries(codes)) {
      const error = unreachable('xmpp.example.org', 5222, Object.assign(new Error(), { code }));
      assert.equal(error.code, expected);
      assert.equal(error.needsUser, false, 'a network comes back by itself');
      assert.match(told(error), /xmpp\.example\.org/u);
    }
  });

  it('speaks in one sentence that says what to do', () => {
    const errors = [
      unreachable('example', 5222, undefined),
      timedOut('example'),
      lost('example'),
      stopped(),
    ];
    for (const error of errors) assert.match(told(error), /^[^.]+; [^.]+\.$/u);
  });
});
