import assert from 'node:assert/strict';
import { draggedText, parseDragged } from '../../../src/ui/draggedContacts.ts';
import { account, contact } from '../../support/contactTree.ts';

describe('contacts that are dragged', () => {
  it('say where they are dragged from; other rows are left behind', () => {
    const ada = contact('Ada', { groups: ['Team'] });
    const text = draggedText([
      { kind: 'contact', group: 'Team', ...ada },
      { kind: 'contact', ...contact('Bob') },
      { kind: 'group', name: 'Team' },
    ]);
    assert.deepEqual(parseDragged(text ?? ''), [
      { account: account.id, chat: ada.contact.id, group: 'Team' },
      { account: account.id, chat: contact('Bob').contact.id, group: '' },
    ]);
    assert.equal(draggedText([{ kind: 'group', name: 'Team' }]), undefined);
  });

  it('are none where another extension uses the same type for something else', () => {
    for (const text of ['', '{', 'null', '{}', '[null, 1, {}, {"account":"a","chat":2}]']) {
      assert.deepEqual(parseDragged(text), [], text);
    }
  });
});
