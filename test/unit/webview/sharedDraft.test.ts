import assert from 'node:assert/strict';
import { type Composing, NOTHING } from '../../../webview/composing.ts';
import { SharedDraft } from '../../../webview/sharedDraft.ts';
import { until } from '../../support/client.ts';

const of = (draft: string) => ({ ...NOTHING, draft });

/** The host's draft and the tabs that show it, each told only when the test says so. */
class Drafts {
  draft = '';
  readonly saved: string[] = [];
  readonly tabs: { readonly shared: SharedDraft; shown: string }[] = [];
  fails = false;
  readonly refusals: string[] = [];

  open(kept = '', unsaved = false): { readonly shared: SharedDraft; shown: string } {
    const tab = {
      shown: kept,
      shared: new SharedDraft(of(kept), unsaved, {
        save: async ({ draft }) => {
          if (this.fails) throw new Error('not now');
          this.saved.push(draft);
          this.draft = draft;
          this.tell();
          await new Promise(setImmediate);
          return this.draft === draft ? null : of(this.draft);
        },
        adopt: ({ draft }) => (tab.shown = draft),
        saved: () => undefined,
        refused: (error) => this.refusals.push(String(error)),
      }),
    };
    this.tabs.push(tab);
    return tab;
  }

  type(tab: { readonly shared: SharedDraft; shown: string }, text: string): void {
    tab.shown = text;
    tab.shared.type(of(text));
  }

  tell(): void {
    for (const { shared } of this.tabs) shared.hear(of(this.draft));
  }
}

describe('SharedDraft', () => {
  let drafts: Drafts;
  beforeEach(() => {
    drafts = new Drafts();
  });
  const shown = () => drafts.tabs.map((tab) => tab.shown);
  const settled = () => until(() => drafts.tabs.every(({ shared }) => !shared.unsaved));

  it('is the same in all tabs, and told with each key, before anything else may happen', async () => {
    const [one] = [drafts.open(), drafts.open()];
    for (const text of ['h', 'he', 'hey']) drafts.type(one, text);
    assert.deepEqual(drafts.saved, ['h', 'he', 'hey']);
    await settled();
    assert.deepEqual(shown(), ['hey', 'hey']);
    drafts.type(one, '');
    await settled();
    assert.deepEqual(shown(), ['', '']);
  });

  it('disturbs nobody who types, by an echo or by another tab, and ends with what the host has', async () => {
    const [one, two] = [drafts.open(), drafts.open()];
    drafts.type(one, 'mine');
    drafts.type(two, 'theirs');
    drafts.type(one, 'mine, longer');
    for (const old of ['mine', 'from elsewhere']) {
      drafts.draft = old;
      drafts.tell();
      assert.deepEqual(shown(), ['mine, longer', 'theirs']);
    }
    await settled();
    assert.deepEqual(shown(), ['from elsewhere', 'from elsewhere']);
  });

  it('tells what an earlier load could not, and takes over what is newer than what that had kept', async () => {
    drafts.draft = 'of the host';
    const told = drafts.open('typed before the reload', true);
    drafts.tell();
    assert.equal(told.shown, 'typed before the reload');
    await settled();
    assert.equal(drafts.draft, 'typed before the reload');
    const late = drafts.open('long ago');
    drafts.tell();
    assert.equal(late.shown, 'typed before the reload');
  });

  it('keeps what cannot be told, and tells it with the next key, or once the host speaks again', async () => {
    const tab = drafts.open();
    drafts.fails = true;
    drafts.type(tab, 'a');
    await new Promise(setImmediate);
    assert.deepEqual([shown(), tab.shared.unsaved], [['a'], true]);
    drafts.fails = false;
    drafts.draft = 'other';
    drafts.tell();
    assert.equal(drafts.draft, 'a');
    await settled();
    drafts.fails = true;
    drafts.type(tab, 'ab');
    await new Promise(setImmediate);
    assert.ok(drafts.refusals.includes('Error: not now'));
    drafts.fails = false;
    drafts.type(tab, 'abc');
    await settled();
    assert.equal(drafts.draft, 'abc');
  });

  it('is not taken for kept while a later one is on its way', async () => {
    const answers: (() => void)[] = [];
    const shared = new SharedDraft(NOTHING, false, {
      save: () =>
        new Promise((resolve) =>
          answers.push(() => {
            resolve(null);
          }),
        ),
      adopt: () => assert.fail('what was typed is overwritten'),
      saved: () => undefined,
      refused: (error) => assert.fail(String(error)),
    });
    for (const text of ['a', 'ab', 'a']) shared.type(of(text));
    answers[0]?.();
    await new Promise(setImmediate);
    shared.hear(of('ab'));
    assert.equal(shared.unsaved, true);
    for (const answer of answers) answer();
    await until(() => !shared.unsaved);
  });

  it('is another one when it is for something else, or when what waits meanwhile is', () => {
    const told: Composing[] = [];
    const shared = new SharedDraft(NOTHING, false, {
      save: (composing) => {
        told.push(composing);
        return Promise.resolve(null);
      },
      adopt: () => assert.fail('nothing comes from elsewhere'),
      saved: () => undefined,
      refused: (error) => assert.fail(String(error)),
    });
    const reply: Composing = { draft: 'a', mode: { kind: 'reply', message: '1' } };
    const edit: Composing = { draft: 'a', mode: { kind: 'edit', message: '1', aside: '' } };
    const changes: Composing[] = [
      of('a'),
      reply,
      { ...reply, mode: { kind: 'reply', message: '2' } },
      edit,
      { ...edit, mode: { kind: 'edit', message: '1', aside: 'b' } },
    ];
    for (const composing of changes) {
      shared.type(composing);
      shared.type(structuredClone(composing));
    }
    assert.deepEqual(told, changes);
  });
});
