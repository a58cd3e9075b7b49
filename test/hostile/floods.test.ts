import assert from 'node:assert/strict';
import { Jid } from '../../src/base/jid.ts';
import { MemoryHistory } from '../../src/storage/memoryHistory.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { memory } from '../support/memory.ts';
import { receivedStanzas } from '../support/receivedStanzas.ts';
import { settle } from '../support/settle.ts';
import { WholeClient } from '../support/wholeClient.ts';

const account = 'juliet@example.org';
const FLOOD_BYTES = 2 * 1024 * 1024;
const READ_BYTES = 64 * 1024;
const MAX_MEMORY = 100 * 1024 * 1024;
/** Of the whole flood; a stanza that is kept takes 0.1 ms or so. */
const MAX_CPU_MS = 12_000;
/** How often memory is looked at. */
const SAMPLES = 4;

/** A history that needs a turn of the event loop for each call, as a thread does. */
function distant(history: MemoryHistory): MemoryHistory {
  return new Proxy(history, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await settle();
        return value.apply(target, args) as unknown;
      };
    },
  });
}

/** One stanza of each kind: told apart by its name, its type and the elements in it. */
function kinds(): Map<string, Element> {
  const found = new Map<string, Element>();
  for (const { name, element } of receivedStanzas()) {
    const names = element.getChildElements().map((child) => child.getName());
    const key = [name.split('/')[0], element.getName(), element.attrs['type'] ?? '', ...names];
    found.set(key.join(' '), element);
  }
  return found;
}

describe('a flood of stanzas of one kind', () => {
  const all = kinds();
  const senders = new Set(
    [...all.values()].flatMap(({ attrs }) => Jid.parse(attrs['from'] ?? '')?.bare ?? []),
  );
  senders.delete(account);
  const contacts = [...senders].filter((jid) => jid.includes('@'));

  for (const [kind, element] of all) {
    it(`A34: ${kind}: takes bounded memory, and time in proportion`, async () => {
      const client = await WholeClient.open({
        account,
        contacts,
        history: distant(new MemoryHistory()),
      });
      const before = memory();
      const started = process.cpuUsage();
      let most = 0;
      let sent = 0;
      let sample = 0;
      for (let n = 0; sent < FLOOD_BYTES;) {
        let read = '';
        while (read.length < READ_BYTES) {
          read += element.toString().replace(/ id="([^"]*)"/gu, ` id="$1-${n}"`);
          n += 1;
        }
        client.write(read);
        sent += read.length;
        await settle();
        if (sent >= sample) {
          most = Math.max(most, memory() - before);
          sample += FLOOD_BYTES / SAMPLES;
        }
        while (!client.isReading) await settle();
      }
      await client.draw();
      most = Math.max(most, memory() - before);
      const { user, system } = process.cpuUsage(started);
      const cpu = (user + system) / 1000;
      client.dispose();
      assert.ok(most <= MAX_MEMORY, `${most} bytes`);
      assert.ok(cpu <= MAX_CPU_MS, `${cpu} ms`);
    });
  }
});
