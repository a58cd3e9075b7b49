/**
 * Clicks on a contact in a real workbench, with the packaged extension, and waits until the chat
 * tab has painted its messages; ROUNDS times. Prints one line of JSON: medians, in ms since the click.
 *   node --import tsx test/bench/click.ts ROUNDS
 */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type Scene, startScene } from '../workbench/ui/scene.ts';
import { median } from './statistics.mjs';

const CONTACT = 'Ada Lovelace';
const MESSAGES = 50;
/** Begins a line that the page says to this program. */
const MARK = 'parley-bench';

interface Sample {
  /** Until the frame in which the tab has its parts: its script has run. */
  readonly shell: number;
  /** Until the frame after the one that shows messages. */
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
    look(shell = false) {
      const inner = window.frames.length > 0 ? document.querySelector('iframe') : null;
      const page = inner?.contentWindow as (Window & typeof globalThis) | null | undefined;
      const hasShell = Boolean(page?.document.querySelector('.composer'));
      if (hasShell && !shell) frame.say('shell');
      const hasMessages = page?.document.querySelector('.message');
      requestAnimationFrame(() => {
        if (hasMessages) frame.say('painted');
        else frame.look(hasShell);
      });
    },
  };
  if (window.top !== window) {
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

async function sample({ window }: Scene, marks: Marks): Promise<Sample> {
  marks.clear();
  await window.openTreeItem(CONTACT, () => marks.wait('painted'));
  const painted = await marks.wait('painted');
  const shell = await marks.wait('shell');
  const click = marks.last('click', painted.at);
  await window.runCommand('View: Close Editor');
  return { shell: shell.at - click.at, messages: painted.at - click.at };
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

const [rounds = 0] = process.argv.slice(2).map(Number);
const scene = await startScene({ contacts: [{ jid: 'ada@localhost', name: CONTACT, groups: [] }] });
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
  const marks = new Marks(window.page);
  // The first tab of a window is slower: the editor itself loads what it shows such with.
  await sample(scene, marks);
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) samples.push(await sample(scene, marks));
  const of = (name: keyof Sample) => median(samples.map((one) => one[name]));
  console.log(JSON.stringify({ shell: of('shell'), messages: of('messages') }));
} finally {
  await scene.stop();
}
