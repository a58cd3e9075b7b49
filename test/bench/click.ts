/**
 * Clicks on a contact in a real workbench, with the packaged extension, and waits until the chat
 * tab has painted its messages; ROUNDS times, each beside a click on a row of the smallest extension,
 * whose tab has one line of text: that is what the editor itself takes. Prints one line of JSON:
 * medians, in ms since the click.
 *   node --import tsx test/bench/click.ts ROUNDS
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { pack } from '../../scripts/package.mjs';
import { type Scene, startScene } from '../workbench/ui/scene.ts';
import { median } from './statistics.mjs';

const CONTACT = 'Ada Lovelace';
const MESSAGES = 50;
/** Begins a line that the page says to this program. */
const MARK = 'parley-bench';

interface Sample {
  /** Until the editor's own page in the tab runs, which then takes ours. */
  readonly frame: number;
  /** Until that has our page. */
  readonly page: number;
  /** Until the frame in which the tab has its parts: its script has run. */
  readonly shell: number;
  /** Until the frame after the first one that shows messages: the editor shows a page once it is loaded, fonts and all. */
  readonly messages: number;
}

/**
 * In every frame of the page: says when a contact was clicked, and when a chat has messages. What has
 * a name here is a method: other functions would be compiled into something that the page has not.
 */
function watchFrame(mark: string): void {
  const frame = {
    say(what: string) {
      const at = performance.timeOrigin + performance.now();
      console.log(mark, JSON.stringify({ what, at }));
    },
    click({ target }: Event) {
      if (target instanceof Element && target.closest('[role=treeitem]')) frame.say('click');
    },
    /** The page of a tab is in a frame in its frame, of the same origin. */
    has(selector: string) {
      const inner = window.frames.length > 0 ? document.querySelector('iframe') : null;
      return Boolean(inner?.contentWindow?.document.querySelector(selector));
    },
    isShown() {
      return document.querySelector('iframe#active-frame') !== null;
    },
    look(hadPage = false, hadShell = false) {
      const hasPage = hadPage || frame.has('body :first-child');
      const hasShell = hadShell || frame.has('.composer');
      if (hasPage && !hadPage) frame.say('page');
      if (hasShell && !hadShell) frame.say('shell');
      const hasMessages = frame.has('.message') && frame.isShown();
      requestAnimationFrame(() => {
        if (hasMessages) frame.say('painted');
        else frame.look(hasPage, hasShell);
      });
    },
  };
  if (window.top !== window) {
    frame.say('frame');
    frame.look();
    return;
  }
  window.addEventListener(
    'mousedown',
    (event) => {
      frame.click(event);
    },
    true,
  );
}

async function sample({ window }: Scene, marks: Marks, row: string): Promise<Sample> {
  marks.clear();
  await window.openTreeItem(row, () => marks.wait('painted'));
  const painted = await marks.wait('painted');
  const click = marks.last('click', painted.at);
  const since = (what: string) => marks.last(what, painted.at).at - click.at;
  const [frame, page, shell] = [since('frame'), since('page'), since('shell')];
  await window.runCommand('View: Close Editor');
  return { frame, page, shell, messages: painted.at - click.at };
}

interface Mark {
  readonly what: string;
  readonly at: number;
}

class Marks {
  readonly #marks: Mark[] = [];
  #heard: () => void = () => undefined;

  constructor(page: Page) {
    page.on('console', (message) => {
      if (!message.text().startsWith(MARK)) return;
      this.#marks.push(JSON.parse(message.text().slice(MARK.length)) as Mark);
      this.#heard();
    });
  }

  clear(): void {
    this.#marks.length = 0;
  }

  /** The last one until a time: a click may have been lost, and made again. */
  last(what: string, until: number): Mark {
    const found = this.#marks.findLast((mark) => mark.what === what && mark.at <= until);
    assert.ok(found);
    return found;
  }

  async wait(what: string): Promise<Mark> {
    for (;;) {
      const found = this.#marks.find((mark) => mark.what === what);
      if (found) return found;
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
  }
}

/** Of the smallest tab and ours in turn. */
async function measure(scene: Scene, rounds: number) {
  const { window } = scene;
  const marks = new Marks(window.page);
  const samples: Record<'floor' | 'chat', Sample[]> = { floor: [], chat: [] };
  const rows = [
    { container: 'Floor', row: 'The Smallest Tab', samples: samples.floor },
    { container: 'XMPP', row: CONTACT, samples: samples.chat },
  ];
  // The first tab of a window is slower: the editor itself loads what it shows such with.
  for (let round = -1; round < rounds; round += 1) {
    for (const { container, row, samples } of rows) {
      await window.openContainer(container);
      const one = await sample(scene, marks, row);
      if (round >= 0) samples.push(one);
    }
  }
  return samples;
}

const [rounds = 0] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(path.join(tmpdir(), 'parley-floor-'));
const floor = path.join(folder, 'floor.vsix');
await pack(path.join(import.meta.dirname, 'floor'), floor);
const scene = await startScene({
  contacts: [{ jid: 'ada@localhost', name: CONTACT, groups: [] }],
  extensions: [floor],
});
try {
  const { window, ada } = scene;
  for (let n = 0; n < MESSAGES; n += 1) {
    await ada.send({
      to: 'you@localhost',
      body: `message ${n} ${'lorem ipsum '.repeat((n * 7) % 23)}`,
    });
  }
  await window.treeItem(new RegExp(`${CONTACT}.*${MESSAGES} unread`, 'u')).waitFor();
  await window.page.addInitScript(watchFrame, MARK);
  await window.reload();
  // A click on a row that is being drawn anew is lost.
  await window.treeItem(`${CONTACT}, available, ${MESSAGES} unread`).waitFor();
  const { floor, chat } = await measure(scene, rounds);
  const of = (samples: readonly Sample[], name: keyof Sample) =>
    median(samples.map((one) => one[name]));
  const names = ['frame', 'page', 'shell', 'messages'] as const;
  const medians = (samples: readonly Sample[]) =>
    Object.fromEntries(names.map((name) => [name, of(samples, name)]));
  console.log(JSON.stringify({ floor: medians(floor), ...medians(chat) }));
} finally {
  await scene.stop();
  await rm(folder, { recursive: true });
}
