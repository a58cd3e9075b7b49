/**
 * What stanzas mean, one case per `NNNN/name.json`, NNNN being the number of an RFC or XEP.
 *
 * In: `name.xml` is received. Expected are `events` ([name, value] in order) and, from
 * `name.replies.xml` if there is one, what is sent in return, else nothing.
 *
 * Out: `call` is called with `args`. Expected is that `name.xml` is sent; the iqs in
 * `name.answer.xml` answer the requests in it, one each; then `result` or `error` comes of it.
 *
 * `about` says what is shown. `mayKnowPresence` lists who may know that we are here. JIDs are
 * strings that begin with `xmpp:`. `listens` names events that somebody listens to.
 *
 * What is received means the same with a prefix before each name, so each case runs like that, too.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { attachModules } from '../../src/xmpp/modules.ts';
import { canonicalXml } from '../support/canonicalXml.ts';
import { FakeSession } from '../support/fakeSession.ts';
import { parseXml } from '../support/parseXml.ts';
import { prefixed } from '../support/prefixed.ts';
import { parseJsonWithJids, plain } from '../support/plain.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { calls } from './calls.ts';

interface Case {
  readonly about: string;
  readonly mayKnowPresence?: readonly string[];
  readonly events?: readonly unknown[];
  readonly listens?: readonly string[];
  readonly call?: string;
  readonly args?: readonly unknown[];
  readonly result?: unknown;
  readonly error?: unknown;
}

const folder = import.meta.dirname;

describe('stanzas', () => {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!entry.endsWith('.json')) continue;
    const name = entry.slice(0, -'.json'.length);
    const read = (suffix: string) => {
      const path = join(folder, `${name}${suffix}`);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    const given = parseJsonWithJids(read('.json')) as Case;
    const run = async (received: (text: string) => readonly Element[]) => {
      const session = new FakeSession({ mayKnowPresence: given.mayKnowPresence ?? [] });
      attachModules(session);
      for (const name of given.listens ?? []) session.on({ name }, () => undefined);
      if (given.call === undefined) {
        for (const stanza of received(read('.xml'))) session.stream.receive(stanza);
        await setImmediate();
        assert.deepEqual(plain(session.emitted), plain(given.events));
        assert.deepEqual(session.log.lines, []);
        assertSent(session, read('.replies.xml'));
      } else {
        const outcome = runCall(session, given);
        for (const answer of received(read('.answer.xml'))) {
          session.answerWith(answer);
          await setImmediate();
        }
        assert.deepEqual(await outcome, plain({ result: given.result, error: given.error }));
        assertSent(session, read('.xml'));
      }
    };
    it(`${name}: ${given.about}`, () => run(parseStanzas));
    it(`${name}, with prefixes`, () => run((text) => parseStanzas(text).map(prefixed)));
  }
});

/** The text's stanzas, in the namespace of a client's stream where they name none. */
function parseStanzas(text: string): readonly Element[] {
  const stanzas = parseXml(text);
  for (const stanza of stanzas) stanza.attrs['xmlns'] ??= 'jabber:client';
  return stanzas;
}

async function runCall(session: FakeSession, { call = '', args = [] }: Case): Promise<unknown> {
  const run = calls[call];
  if (!run) throw new Error(`a case may not call ${call}`);
  try {
    return plain({ result: await run(session, ...(args as never[])), error: undefined });
  } catch (error) {
    return plain({ result: undefined, error });
  }
}

function assertSent(session: FakeSession, expected: string): void {
  assert.equal(canonicalXml(session.sent), canonicalXml(parseXml(expected)));
}
