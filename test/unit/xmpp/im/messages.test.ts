import assert from 'node:assert/strict';
import { messageModule, messageReceived } from '../../../../src/xmpp/im/messages.ts';
import { FakeSession } from '../../../support/fakeSession.ts';

describe('messages', () => {
  it('have bodies of at most 262,144 UTF-16 code units', () => {
    const session = new FakeSession();
    messageModule.attach?.(session);
    const lengths: number[] = [];
    session.on(messageReceived, ({ body }) => lengths.push(body.length));
    for (const length of [262_144, 262_145]) {
      session.receive(
        `<message from="romeo@example.net"><body>${'x'.repeat(length)}</body></message>`,
      );
    }
    assert.deepEqual(lengths, [262_144, 262_144]);
  });
});
