import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { Jid } from '../../src/base/jid.ts';
import { createCore } from '../../src/core.ts';
import { watchAll } from '../../src/ui/watched.ts';
import { eventually } from '../support/hostileFixture.ts';
import { FakeLink } from '../support/fakeLink.ts';
import { fakeNetwork, fakePlatform } from '../support/fakePlatform.ts';

const PER_SECOND = 1000;
const SECONDS = 5;
/** How often a part of the flood comes. */
const TICK_MS = 10;
/** What is aimed at is 50 ms; a machine that is busy with something else may take ten times as long. */
const MAX_LAG_MS = 500;
const MAX_MEMORY = 100 * 1024 * 1024;

const you = 'you@localhost';
const boss = 'boss@localhost';

describe('a flood of messages', () => {
  it('A34: leaves the editor its time while a chat tab is open, and loses nothing', async () => {
    const link = new FakeLink({ account: Jid.of(you), mayKnowPresence: [boss] });
    const platform = { ...fakePlatform(), clock: systemClock };
    const core = createCore(
      platform,
      fakeNetwork(() => link),
    );
    const { accounts, host } = core;
    await accounts.signIn(you, 'secret');
    link.session.answer(`<iq type="result"><query xmlns="jabber:iq:roster">
      <item jid="${boss}" name="Boss" subscription="both" /></query></iq>`);
    await delay(TICK_MS);
    const tab = watchAll(host, 'messages', { account: you, chat: boss });
    const heap = process.memoryUsage().heapUsed;
    const lag = monitorEventLoopDelay({ resolution: 1 });
    lag.enable();
    const began = performance.now();
    let sent = 0;
    while (sent < PER_SECOND * SECONDS) {
      const due = Math.min(SECONDS, (performance.now() - began) / 1000) * PER_SECOND;
      for (; sent < due; sent += 1) {
        link.session.receive(
          `<message type="chat" from="${boss}/x" id="m${sent}"><body>you! ${sent}</body></message>`,
        );
      }
      await delay(TICK_MS);
    }
    lag.disable();
    await eventually('the last one', () => tab.values().at(-1)?.body === `you! ${sent - 1}`);
    const p99 = lag.percentile(99) / 1e6;
    const grown = process.memoryUsage().heapUsed - heap;
    console.log(
      `      lag p99 ${p99.toFixed(0)} ms, heap +${(grown / 1024 / 1024).toFixed(0)} MiB`,
    );
    const values = [...tab.values()];
    assert.equal(values.at(-1)?.body, `you! ${sent - 1}`);
    assert.equal(new Set(values.map(({ body }) => body)).size, values.length);
    assert.equal(accounts.get(you).chats.find(boss)?.unread, sent);
    assert.ok(p99 <= MAX_LAG_MS, `${p99} ms`);
    assert.ok(grown <= MAX_MEMORY, `${grown} bytes`);
    tab.dispose();
    core.dispose();
  });
});
