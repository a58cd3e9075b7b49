import assert from 'node:assert/strict';
import { Jid } from '../../src/base/jid.ts';
import { type Element, xml } from '../../src/xmpp/stanza/xml.ts';
import { hostileTexts } from '../support/hostileTexts.ts';
import { receivedStanzas } from '../support/receivedStanzas.ts';
import { WholeClient } from '../support/wholeClient.ts';

const account = 'juliet@example.org';
/** In bytes, and what a stanza of that size may keep this process busy once it is there, in ms. */
const SIZES = [
  { size: 256 * 1024, most: 100, kinds: [...hostileTexts(1).keys()] },
  // A few: each takes long to be made and parsed.
  {
    size: 4 * 1024 * 1024 - 16 * 1024,
    most: 250,
    kinds: ['marks out of order', 'spaces before a letter'],
  },
];
/** What is put where the hostile content belongs. */
const PLACE = 'PLACE-OF-CONTENT';
/** A machine at work with something else takes longer now and then. */
const TRIES = 8;

/** A place in a stanza that others fill, and the stanza around it. */
interface Field {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Every attribute and text of every stanza of the cases, each kind of place once. */
function fields(stanzas: readonly Element[]): Field[] {
  const found = new Map<string, Field>();
  for (const stanza of stanzas) {
    const add = (name: string) => {
      const key = `${stanza.getName()} ${name}`;
      const [before = '', after = ''] = stanza.toString().split(PLACE);
      if (!found.has(key)) found.set(key, { name: key, before, after });
    };
    const visit = (element: Element, path: string) => {
      const here = `${path}/${element.getName()}`;
      for (const [name, value] of Object.entries(element.attrs)) {
        if (name.startsWith('xmlns')) continue;
        element.attrs[name] = PLACE;
        add(`${here}@${name}`);
        element.attrs[name] = value;
      }
      const children = element.children;
      element.children = [PLACE];
      add(here);
      element.children = children;
      for (const child of element.getChildElements()) visit(child, here);
    };
    visit(stanza, '');
  }
  return [...found.values()];
}

/** Every element within the stanzas of the cases, to be repeated. */
function repeated(stanzas: readonly Element[]): (Field & { readonly element: string })[] {
  const found = new Map<string, Field & { readonly element: string }>();
  for (const stanza of stanzas) {
    const visit = (parent: Element, path: string) => {
      for (const child of parent.getChildElements()) {
        const here = `${path}/${child.getName()}`;
        const key = `${stanza.getName()} ${here} ${child.getNS() ?? ''}`;
        if (!found.has(key)) {
          const at = parent.children.indexOf(child);
          parent.children.splice(at, 0, PLACE);
          const [before = '', after = ''] = stanza.toString().split(PLACE);
          parent.children.splice(at, 1);
          found.set(key, { name: key, before, after, element: child.toString() });
        }
        visit(child, here);
      }
    };
    visit(stanza, '');
  }
  return [...found.values()];
}

/** As it is written in XML, in so many bytes at most. */
function contentOf(kind: string, size: number): string {
  const text = hostileTexts(size / 3).get(kind) ?? '';
  const escaped = text.replace(/[<&"\r]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
  const bytes = Buffer.byteLength(escaped);
  const length = Math.floor((escaped.length * Math.min(size, bytes)) / bytes);
  return escaped.slice(0, length).replace(/&[^;]*$|[\uD800-\uDBFF]$/u, '');
}

describe('hostile content', () => {
  const stanzas = receivedStanzas().map(({ element }) => element);
  const senders = stanzas.flatMap(({ attrs }) => Jid.parse(attrs['from'] ?? '')?.bare ?? []);
  const contacts = [...new Set(senders)].filter((jid) => jid !== account && jid.includes('@'));
  let client: WholeClient;

  before(async () => {
    client = await WholeClient.open({ account, contacts });
    client.write(xml('presence', { from: contacts[0] }).toString());
  });
  after(() => {
    client.dispose();
  });

  /** The least of some tries, in ms of this process's own time. */
  async function cost(begin: string, end: string, most: number): Promise<number> {
    let least = Infinity;
    for (let tries = 0; tries < TRIES && least > most; tries += 1) {
      client.write(begin);
      const begun = process.cpuUsage();
      client.write(end);
      await client.draw();
      const { user, system } = process.cpuUsage(begun);
      least = Math.min(least, (user + system) / 1000);
    }
    return least;
  }

  for (const { size, most, kinds } of SIZES) {
    for (const kind of kinds) {
      it(`A32: ${size / 1024} KiB of ${kind} block nothing, in whatever field`, async function () {
        this.timeout(600_000);
        const content = contentOf(kind, size);
        const slow: string[] = [];
        for (const { name, before, after } of fields(stanzas)) {
          const ms = await cost(before + content, after, most);
          if (ms > most) slow.push(`${name}: ${ms.toFixed(0)} ms`);
        }
        assert.deepEqual(slow, []);
      });
    }

    it(`A32: ${size / 1024} KiB of elements block nothing, whatever they are`, async function () {
      this.timeout(600_000);
      const slow: string[] = [];
      const from = `<message from="${contacts[0] ?? ''}/x" type="chat"><body>hello</body>`;
      const empty = { name: 'empty elements', before: from, element: '<a/>', after: '</message>' };
      for (const { name, before, after, element } of [...repeated(stanzas), empty]) {
        const content = element.repeat(Math.floor(size / Buffer.byteLength(element)));
        const ms = await cost(before + content, after, most);
        if (ms > most) slow.push(`${name}: ${ms.toFixed(0)} ms`);
      }
      assert.deepEqual(slow, []);
    });
  }
});
