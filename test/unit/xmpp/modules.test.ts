import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { capsOf } from '../../../src/xmpp/xep/0115-caps.ts';
import { NS_INFO, parseDiscoInfo } from '../../../src/xmpp/xep/0030-disco.ts';
import { attachModules, modules, ownCaps, ownInfo } from '../../../src/xmpp/modules.ts';
import { sendPresence } from '../../../src/xmpp/im/presence.ts';
import { FakeSession } from '../../support/fakeSession.ts';

const root = new URL('../../../', import.meta.url);

/** The rows of the table in docs/xeps.md, without its head. */
function documented(): readonly Readonly<Record<'number' | 'version' | 'file', string>>[] {
  return readFileSync(new URL('docs/xeps.md', root), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const [, number = '', , version = '', , file = ''] = cells;
      return { number, version, file: file.replaceAll('`', '') };
    });
}

describe('the list of extensions', () => {
  it('is the one in docs/xeps.md, in the same order', () => {
    assert.deepEqual(
      documented().map(({ number }) => number),
      modules.map(({ xep }) => xep),
    );
  });

  it('is documented with the file and the version that it is in', () => {
    for (const { number, version, file } of documented()) {
      const path = new URL(file, root);
      assert.ok(existsSync(path), file);
      const header = readFileSync(path, 'utf8').split('\n')[0] ?? '';
      if (file.startsWith('src/xmpp/xep/')) {
        assert.ok(header.startsWith(`// ${number}: `), file);
        assert.ok(header.endsWith(`, version ${version}`), file);
      } else {
        assert.ok(header.includes(`(${number}`), file);
      }
    }
  });

  it('announces every feature of every module once', () => {
    const features = modules.flatMap((module) => module.features);
    assert.deepEqual([...ownInfo.features].sort(), [...features].sort());
    assert.equal(new Set(features).size, features.length);
  });

  it('answers what its presence announces', () => {
    const session = new FakeSession({ mayKnowPresence: ['romeo@example.net'] });
    attachModules(session);
    sendPresence(session, { show: 'available', status: '', priority: 0, caps: ownCaps });
    const [presence] = session.sent;
    assert.ok(presence);
    const { node = '', hash, ver } = presence.getChild('c')?.attrs ?? {};
    session.receive(
      `<iq type="get" id="1" from="romeo@example.net/orchard">
         <query xmlns="${NS_INFO}" node="${node}#${ver}" />
       </iq>`,
    );
    const query = session.sent[1]?.getChild('query', NS_INFO);
    assert.ok(query);
    assert.equal(query.attrs['node'], `${node}#${ver}`);
    assert.deepEqual(capsOf(parseDiscoInfo(query), node), { node, hash, ver });
  });

  it('lets go of the session when disposed', () => {
    const session = new FakeSession();
    attachModules(session).dispose();
    session.receive(`
      <iq type="get" id="1" from="example.org"><ping xmlns="urn:xmpp:ping" /></iq>
      <message from="romeo@example.net"><body>x</body></message>
      <presence from="romeo@example.net" />`);
    assert.deepEqual(session.emitted, []);
    assert.equal(session.sent[0]?.attrs['type'], 'error');
  });
});
