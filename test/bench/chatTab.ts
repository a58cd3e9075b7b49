/**
 * Opens the built chat tab in Chromium with N messages, and scrolls through it. Prints one line of
 * JSON for each N: medians of ROUNDS, in ms. With `--room`, that of a room with its occupants shown.
 *   node --import tsx test/bench/chatTab.ts [--room] ROUNDS N…
 */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { MessageView } from '../../src/api/views.ts';
import { occupant, room, roomHead } from '../support/roomView.ts';
import { Bench, history, type OpenOptions } from '../webview/bench.ts';
import { median } from './statistics.mjs';

/** How many frames are scrolled, and how far in each, in CSS px. */
const FRAMES = 200;
const STEP = 120;

/** Of a room, and how many of them write. */
const OCCUPANTS = 2000;
const WRITERS = 100;

const NOW = new Date(2026, 10, 20, 14, 2).getTime();

interface Sample {
  /** From opening until the empty tab is painted. */
  readonly shell: number;
  /** From there until the messages are painted, once the host has them. */
  readonly messages: number;
  /** Between two frames while scrolling: the usual, one in twenty is slower, and the slowest. */
  readonly frame: number;
  readonly slowFrame: number;
  readonly slowestFrame: number;
  /** How many elements the page has in the end. */
  readonly nodes: number;
}

/** A chat with a contact, or a room in which many are. */
function contentOf(n: number, isRoom: boolean): OpenOptions {
  const messages = history('m', n, NOW);
  if (!isRoom) return { messages };
  const nick = (index: number) => `Nick ${index}`;
  const byOccupant = (message: MessageView, index: number): MessageView => {
    const senderName = nick(index % WRITERS);
    const mention = index % 50 === 0 && { mentionsUs: true as const };
    return { ...message, outgoing: false, senderName, sender: `nick:${senderName}#1`, ...mention };
  };
  return {
    head: roomHead({ ...room, occupants: OCCUPANTS }),
    messages: messages.map(byOccupant),
    occupants: Array.from({ length: OCCUPANTS }, (_, index) => occupant(nick(index))),
  };
}

/** @returns ms from the arrival of the snapshot to the frame after the one that shows it */
function paintMessages(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const began = performance.now();
    window.stub.release();
    while (document.querySelector('.message') === null) {
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
}

/** Scrolls up from the end. @returns the times between frames, in ms, shortest first */
function scroll(page: Page): Promise<number[]> {
  return page.locator('.log').evaluate(
    async (log, { frames, step }) => {
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let index = 0; index < frames; index += 1) {
        log.scrollTop -= step;
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times.sort((a, b) => a - b);
    },
    { frames: FRAMES, step: STEP },
  );
}

async function sample(bench: Bench, content: OpenOptions): Promise<Sample> {
  const page = await bench.open({ ...content, slow: true });
  await page.locator('.skeleton').waitFor();
  const shell = await page.evaluate(async () => {
    for (;;) {
      const [entry] = performance.getEntriesByName('first-contentful-paint');
      if (entry) return entry.startTime;
      await new Promise(requestAnimationFrame);
    }
  });
  const messages = await paintMessages(page);
  if (content.occupants) {
    await page.getByRole('button', { name: /^Occupants/u }).click();
    await page.getByRole('option').first().waitFor();
  }
  const frames = await scroll(page);
  const nodes = await page.locator('*').count();
  await page.context().close();
  return {
    ...{ shell, messages, frame: median(frames) },
    slowFrame: frames[Math.floor(FRAMES * 0.95)] ?? NaN,
    slowestFrame: frames.at(-1) ?? NaN,
    nodes,
  };
}

const { values, positionals } = parseArgs({
  options: { room: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [rounds = 0, ...counts] = positionals.map(Number);
const bench = new Bench();
await bench.start();
try {
  for (const n of counts) {
    const samples: Sample[] = [];
    const content = contentOf(n, values.room);
    for (let round = 0; round < rounds; round += 1) samples.push(await sample(bench, content));
    const of = (name: keyof Sample) => median(samples.map((one) => one[name]));
    const [shell, messages] = [of('shell'), of('messages')];
    const [frame, slowFrame, slowestFrame] = [of('frame'), of('slowFrame'), of('slowestFrame')];
    const nodes = of('nodes');
    console.log(JSON.stringify({ n, shell, messages, frame, slowFrame, slowestFrame, nodes }));
  }
} finally {
  await bench.stop();
}
