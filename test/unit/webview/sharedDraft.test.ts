import assert from 'node:assert/strict';
import { SharedDraft } from '../../../webview/sharedDraft.ts';
import { until } from '../../support/client.ts';

/** The host's draft and the tabs that show it, each told only when the test says so. */
class Drafts {
  draft = '';
  readonly saved: string[] = [];
  readonly tabs: { readonly shared: SharedDraft; shown: string }[] = [];
  fails = false;

  open(kept = '', unsaved = false): { readonly shared: SharedDraft; shown: string } {
    const tab = {
      shown: kept,
      shared: new SharedDraft(kept, unsaved, {
        save: (draft) => {
          if (this.fails) return Promise.reject(new Error('not now'));
          this.saved.push(draft);
          this.draft = draft;
          this.tell();
          return Promise.resolve();
        },
        adopt: (draft) => (tab.shown = draft),
        saved: () => undefined,
      }),
    };
    this.tabs.push(tab);
    return tab;
  }

  type(tab: { readonly shared: SharedDraft; shown: string }, text: string): void {
    tab.shown = text;
    tab.shared.type(text);
  }

  tell(): void {
    for (const { shared } of this.tabs) shared.hear(this.draft);
  }
}

describe('SharedDraft', () => {
  let drafts: Drafts;
  beforeEach(() => {
    drafts = new Drafts();
  });
  const shown = () => drafts.tabs.map((tab) => tab.shown);
  const settled = () => until(() => drafts.tabs.every(({ shared }) => !shared.unsaved));

  it('is the same in all tabs, and told when keys have been gathered', async () => {
    const [one] = [drafts.open(), drafts.open()];
    for (const text of ['h', 'he', 'hey']) drafts.type(one, text);
    await settled();
    assert.deepEqual([shown(), drafts.saved], [['hey', 'hey'], ['hey']]);
    drafts.type(one, '');
    await settled();
    assert.deepEqual(shown(), ['', '']);
  });

  it('disturbs nobody who types, by an echo or by another tab, and ends with what was typed last', async () => {
    const [one, two] = [drafts.open(), drafts.open()];
    drafts.type(one, 'mine');
    await until(() => drafts.saved.length === 1);
    drafts.type(two, 'theirs');
    drafts.type(one, 'mine, longer');
    for (const old of ['mine', 'from elsewhere']) {
      drafts.draft = old;
      drafts.tell();
      assert.deepEqual(shown(), ['mine, longer', 'theirs']);
    }
    await settled();
    const last = drafts.saved.at(-1) ?? '';
    assert.deepEqual(shown(), [last, last]);
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

  it('keeps what cannot be told, and tells it with the next key', async () => {
    const tab = drafts.open();
    drafts.fails = true;
    drafts.type(tab, 'a');
    await new Promise((resolve) => setTimeout(resolve, 400));
    drafts.draft = 'other';
    drafts.tell();
    assert.deepEqual([shown(), tab.shared.unsaved], [['a'], true]);
    drafts.fails = false;
    drafts.type(tab, 'ab');
    await settled();
    assert.equal(drafts.draft, 'ab');
  });
});
