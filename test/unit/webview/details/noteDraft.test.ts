import assert from 'node:assert/strict';
import { NoteDraft } from '../../../../webview/details/noteDraft.ts';
import { parseKeptNote } from '../../../../webview/details/keptDetails.ts';

/** A note that was read. */
function draftOf(text: string): NoteDraft {
  const draft = new NoteDraft();
  draft.read(text);
  return draft;
}

describe('a note', () => {
  it('can be written once it is read', () => {
    const draft = new NoteDraft();
    assert.deepEqual([draft.state, draft.isEditable], ['reading', false]);
    draft.unread();
    assert.deepEqual([draft.state, draft.isEditable], ['unread', false]);
    draft.read('tea');
    assert.deepEqual([draft.state, draft.isEditable, draft.typed], ['clean', true, 'tea']);
  });

  it('is saved with what it was made of, once, and again if more was typed meanwhile', () => {
    const draft = draftOf('tea');
    assert.equal(draft.save(), undefined);
    draft.type('tea, no milk');
    assert.deepEqual(draft.save(), { text: 'tea, no milk', before: 'tea' });
    assert.equal(draft.state, 'saving');
    draft.type('tea, no sugar');
    assert.equal(draft.save(), undefined);
    draft.saved('tea, no milk');
    assert.equal(draft.state, 'changed');
    assert.deepEqual(draft.save(), { text: 'tea, no sugar', before: 'tea, no milk' });
    draft.saved('tea, no sugar');
    assert.equal(draft.state, 'clean');
  });

  it('is not changed by blanks at its ends, which are not stored', () => {
    const draft = draftOf('tea');
    draft.type('tea\n');
    assert.equal(draft.isChanged, false);
    assert.equal(draft.kept, undefined);
  });

  it('stays when it cannot be stored, and over a reload', () => {
    const draft = draftOf('tea');
    draft.type('coffee');
    draft.save();
    draft.unsaved();
    assert.deepEqual([draft.state, draft.typed], ['unsaved', 'coffee']);
    const later = new NoteDraft(draft.kept);
    assert.deepEqual([later.state, later.typed, later.isEditable], ['changed', 'coffee', true]);
    later.unread();
    assert.equal(later.state, 'changed');
    later.read('tea');
    assert.deepEqual(later.save(), { text: 'coffee', before: 'tea' });
  });

  it('is not written over another that was stored meanwhile, until the user decides', () => {
    for (const [choice, saved] of [
      ['mine', { text: 'coffee', before: 'water' }],
      ['other', undefined],
    ] as const) {
      const draft = draftOf('tea');
      draft.type('coffee');
      draft.save();
      draft.conflict('water');
      assert.deepEqual([draft.state, draft.other, draft.typed], ['conflict', 'water', 'coffee']);
      assert.equal(draft.save(), undefined);
      // A reload does not decide.
      const reloaded = new NoteDraft(draft.kept);
      reloaded.read('water');
      assert.deepEqual([reloaded.state, reloaded.typed], ['conflict', 'coffee']);
      draft.resolve(choice);
      assert.deepEqual(draft.save(), saved);
      assert.equal(draft.typed, choice === 'mine' ? 'coffee' : 'water');
    }
  });

  it('is stored if it is what another client has stored', () => {
    const draft = new NoteDraft({ text: 'coffee ', before: 'tea' });
    draft.read('coffee');
    assert.equal(draft.state, 'clean');
  });

  it('is restored only from what a tab has kept', () => {
    const note = { text: 'a', before: 'b' };
    assert.deepEqual(parseKeptNote({ account: 'x', chat: 'y', note }), note);
    for (const state of [undefined, null, 'x', {}, { note: null }, { note: { text: 1 } }]) {
      assert.equal(parseKeptNote(state), undefined);
    }
  });
});
