import assert from 'node:assert/strict';
import { fetchPage } from '../../src/xmpp/im/messageArchive.ts';
import { attachModules } from '../../src/xmpp/modules.ts';
import { FakeSession } from '../support/fakeSession.ts';
import { memory } from '../support/memory.ts';

const ACCOUNT = 'juliet@example.org';
/** Of what one page brings, in bytes as they are sent. */
const FLOOD_BYTES = 64 * 1024 * 1024;
const MAX_MEMORY = 24 * 1024 * 1024;
/** What reading so much takes at most, whether it is kept or not. */
const MAX_CPU_MS = 12_000;

const result = (queryId: string, id: string, length: number) =>
  `<message from="${ACCOUNT}"><result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="${id}">
    <forwarded xmlns="urn:xmpp:forward:0">
      <message xmlns="jabber:client" from="romeo@example.net/x" to="${ACCOUNT}" type="chat">
        <body>${id}${'x'.repeat(length)}</body></message></forwarded></result></message>`;

describe('a page of an archive', () => {
  for (const [what, length, max] of [
    ['few that are huge', 200 * 1024, 250],
    ['many more than were asked for', 1000, 50],
  ] as const) {
    for (const page of [
      { max, after: '0' },
      { max, before: '' },
    ]) {
      const way = 'after' in page ? 'forward' : 'backward';
      it(`A34: of ${what}, ${way}, takes bounded memory, and time in proportion`, async () => {
        const session = new FakeSession();
        attachModules(session);
        const asked = fetchPage(session, { page });
        const queryId = session.sent.at(-1)?.getChild('query')?.attrs['queryid'] ?? '';
        const before = memory();
        const started = process.cpuUsage();
        let most = 0;
        for (let n = 0, sent = 0; sent < FLOOD_BYTES; n++) {
          const text = result(queryId, `m${n}`, length);
          session.receive(text);
          sent += text.length;
          if (n % Math.ceil(FLOOD_BYTES / text.length / 4) === 0) {
            most = Math.max(most, memory() - before);
          }
        }
        const { user, system } = process.cpuUsage(started);
        most = Math.max(most, memory() - before);
        session.answer('<iq type="result"><fin xmlns="urn:xmpp:mam:2" complete="true" /></iq>');
        const { messages, isCut, complete } = await asked;
        assert.ok(messages.length > 0 && messages.length <= max, String(messages.length));
        assert.deepEqual([isCut, complete], [true, false]);
        assert.ok(most <= MAX_MEMORY, `${most} bytes`);
        assert.ok((user + system) / 1000 <= MAX_CPU_MS, `${(user + system) / 1000} ms`);
      });
    }
  }
});
