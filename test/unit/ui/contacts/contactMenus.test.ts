import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Entry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when: string;
  readonly group: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { menus: Readonly<Record<string, readonly Entry[]>> };
};

/** The commands of a row in the contacts' tree, each once in its group, where reports are taken. */
function menuOf(context: string, isInline = false): readonly string[] {
  const found = (contributes.menus['view/item/context'] ?? [])
    .flatMap((entry) => entry.when.split(' || ').map((when) => ({ ...entry, when })))
    .filter(({ when }) => when.startsWith('view == parley.contacts'))
    .filter(({ group }) => group.startsWith('inline') === isInline)
    .filter(({ when }) =>
      [...when.matchAll(/viewItem (?:=~ \/(.+?)\/|== ([\w.]+))(?= |$)/gu)].every(
        ([, pattern, name]) =>
          pattern === undefined ? context === name : new RegExp(pattern, 'u').test(context),
      ),
    )
    .map(({ command, submenu = '' }) => (command ?? submenu).replace('parley.', ''))
    .sort();
  assert.deepEqual(found, [...new Set(found)]);
  return found;
}

const BLOCK = ['blockAndReport', 'blockContact'];

describe('the menu of a row in the contacts’ tree', () => {
  it('blocks a contact, or ends that, and is otherwise the same', () => {
    for (const kind of ['contact', 'contact.unseen', 'contact.stranger']) {
      const menu = menuOf(kind);
      assert.ok(BLOCK.every((command) => menu.includes(command)));
      const blocked = menuOf(`${kind} blocked`);
      const others = (some: readonly string[]) =>
        some.filter((command) => !/block|resend/iu.test(command));
      assert.deepEqual(others(blocked), others(menu));
      assert.deepEqual(
        blocked.filter((command) => /block/iu.test(command)),
        ['unblockContact'],
      );
    }
  });

  it('pins a contact, or ends that, and is otherwise the same', () => {
    for (const kind of ['contact', 'contact.unseen']) {
      for (const blocked of ['', ' blocked']) {
        const [menu, pinned] = [menuOf(`${kind}${blocked}`), menuOf(`${kind} pinned${blocked}`)];
        assert.deepEqual(
          pinned.filter((command) => command !== 'unpinContact'),
          menu.filter((command) => command !== 'pinContact'),
        );
        assert.ok(menu.includes('pinContact') && pinned.includes('unpinContact'));
      }
    }
    assert.ok(!menuOf('contact.stranger').includes('pinContact'));
  });

  it('mutes a contact, or ends that, and is otherwise the same', () => {
    for (const kind of ['contact', 'contact.unseen', 'contact.stranger', 'contact pinned']) {
      for (const blocked of ['', ' blocked']) {
        const [menu, muted] = [menuOf(`${kind}${blocked}`), menuOf(`${kind} muted${blocked}`)];
        assert.deepEqual(
          muted.filter((command) => command !== 'unmuteChat'),
          menu.filter((command) => command !== 'muteChat'),
        );
        assert.ok(menu.includes('muteChat') && muted.includes('unmuteChat'));
      }
    }
  });

  it('accepts, adds, blocks or ignores who writes, and answers who asks', () => {
    const whoItIs = ['contactDetails', 'copyJid'];
    const answers = ['approveAndAdd', 'approveRequest', 'denyRequest'];
    assert.deepEqual(menuOf('request presence'), [
      ...answers.slice(0, 2),
      ...BLOCK,
      ...whoItIs,
      'denyRequest',
    ]);
    assert.deepEqual(menuOf('request presence', true), answers);
    const writes = ['acceptChat', 'addContact', ...BLOCK, ...whoItIs, 'ignoreChat'];
    assert.deepEqual(menuOf('request messages'), writes);
    assert.deepEqual(menuOf('request messages', true), ['acceptChat', 'addContact', 'ignoreChat']);
    assert.deepEqual(menuOf('request presence messages'), [
      ...['acceptChat', ...answers.slice(0, 2), ...BLOCK, ...whoItIs],
      ...['denyRequest', 'ignoreChat'],
    ]);
    assert.deepEqual(menuOf('request presence messages', true), [
      ...['acceptChat', 'approveAndAdd', 'ignoreChat'],
    ]);
  });
});
