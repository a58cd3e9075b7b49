/**
 * Opens the built page of a user search in Chromium with N users found, then filters, sorts and
 * scrolls them. Prints one line of JSON for each N: medians of ROUNDS, in ms.
 *   node --import tsx test/bench/userTable.ts ROUNDS N…
 */
import type { Page } from 'playwright-core';
import { page as pageOf } from '../../src/ui/pages/page.ts';
import type { DirectoryScript } from '../webview/directoryStub.ts';
import { PageBench } from '../webview/pageBench.ts';
import { median } from './statistics.mjs';

/** What is typed into the filter, letter by letter, and taken away again. */
const TYPED = 'user1999';
/** How many frames are scrolled, and how far in each, in CSS px. */
const FRAMES = 200;
const STEP = 240;

interface Sample {
  /** From a key in the filter until the table is painted: the usual, and the slowest. */
  readonly key: number;
  readonly slowestKey: number;
  /** From a click on the head of a column until the table is painted. */
  readonly sort: number;
  /** Between two frames while scrolling: the usual, one in twenty is slower, and the slowest. */
  readonly frame: number;
  readonly slowFrame: number;
  readonly slowestFrame: number;
  /** How many elements the page has in the end. */
  readonly nodes: number;
}

const DIRECTORY: DirectoryScript['directories'][number] = {
  ...{ id: 'users.example.org', name: 'User search', kind: 'users', part: 500 },
  ...{ completeness: 'whole', users: [], form: { title: '', instructions: '', fields: [] } },
  columns: [
    { name: 'user', label: 'User' },
    { name: 'fn', label: 'Full name' },
    { name: 'city', label: 'City' },
    { name: 'email', label: 'E-mail' },
  ],
};

/** Types each state of the filter. @returns ms until each is painted, shortest first */
function type(page: Page): Promise<number[]> {
  const texts = Array.from(TYPED, (_, at) => TYPED.slice(0, at + 1));
  const states = [...texts, ...texts.slice(0, -1).reverse(), ''];
  return page.getByLabel('Filter the users found').evaluate(async (input, values) => {
    const times: number[] = [];
    for (const value of values) {
      const began = performance.now();
      (input as HTMLInputElement).value = value;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // The first frame is drawn then, and the second one begins once it is on the screen.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b);
  }, states);
}

function sort(page: Page): Promise<number> {
  return page.getByRole('columnheader', { name: 'Full name' }).evaluate(async (head) => {
    const began = performance.now();
    (head.querySelector('button') ?? (head as HTMLElement)).click();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
}

/** Scrolls down. @returns the times between frames, in ms, shortest first */
function scroll(page: Page): Promise<number[]> {
  return page.getByRole('grid').evaluate(
    async (grid, { frames, step }) => {
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let index = 0; index < frames; index += 1) {
        grid.scrollTop += step;
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times.sort((a, b) => a - b);
    },
    { frames: FRAMES, step: STEP },
  );
}

async function sample(bench: PageBench, n: number): Promise<Sample> {
  const script: DirectoryScript = { theme: 'dark', directories: [DIRECTORY], made: n };
  const page = await bench.open(
    script,
    (shared) => pageOf({ ...shared, title: 'Users' }, { account: 'me@example.org' }),
    {},
  );
  const all = `${n.toLocaleString('en')} users.`;
  await page.getByRole('status').filter({ hasText: all }).waitFor({ timeout: 60_000 });
  const keys = await type(page);
  const sorted = await sort(page);
  const frames = await scroll(page);
  const nodes = await page.locator('*').count();
  await page.context().close();
  return {
    ...{ key: median(keys), slowestKey: keys.at(-1) ?? NaN, sort: sorted },
    ...{ frame: median(frames), slowFrame: frames[Math.floor(FRAMES * 0.95)] ?? NaN },
    ...{ slowestFrame: frames.at(-1) ?? NaN, nodes },
  };
}

const [rounds = 0, ...counts] = process.argv.slice(2).map(Number);
const bench = new PageBench('directory', 'test/webview/directoryStub.ts');
await bench.start();
try {
  for (const n of counts) {
    const samples: Sample[] = [];
    for (let round = 0; round < rounds; round += 1) samples.push(await sample(bench, n));
    const of = (name: keyof Sample) => median(samples.map((one) => one[name]));
    const [key, slowestKey, sortMs] = [of('key'), of('slowestKey'), of('sort')];
    const [frame, slowFrame, slowestFrame] = [of('frame'), of('slowFrame'), of('slowestFrame')];
    const keysAndSort = { key, slowestKey, sort: sortMs };
    const figures = { ...keysAndSort, frame, slowFrame, slowestFrame, nodes: of('nodes') };
    console.log(JSON.stringify({ n, ...figures }));
  }
} finally {
  await bench.stop();
}
