import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FileView, MessageView, SavingView } from '../../src/api/views.ts';
import { userError } from '../../src/base/userError.ts';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { asked, copied, posted, push, row } from './tab.ts';

const at = (name: string, size: number, mediaType: string): FileView => {
  return { name, size, mediaType, url: `https://up.example/${name}` };
};
const shared: MessageView = message('a', {
  body: 'From the summit',
  file: { ...at('summit.png', 3_032_449, 'image/png'), width: 4096, height: 2160 },
  moreFiles: [
    at('parse.ts', 1200, 'text/plain'),
    at('wind.wav', 480_000, 'audio/wav'),
    { ...at('climb.webm', 9_400_000, 'video/webm'), duration: 63_000 },
    { name: 'route.pdf' },
  ],
});

const log = at('server.log', 48_000_000, 'text/plain');
const saved = (saving?: SavingView): MessageView =>
  message('log', { body: log.url ?? '', file: { ...log, ...(saving && { saving }) } });

/** What becomes of a file that is saved. */
const SAVINGS: readonly SavingView[] = [
  { state: 'running', received: 0 },
  { state: 'running', received: 12_000_000, size: 48_000_000, bytesPerSecond: 2_000_000 },
  { state: 'running', received: 12_000_000, size: 48_000_000, isWaiting: true },
  { state: 'done', received: 48_000_000, size: 48_000_000, savedAs: 'server (2).log' },
  { state: 'failed', received: 0, error: userError('gone.file') },
  { state: 'failed', received: 0, error: userError('not-saved.full', { name: 'server.log' }) },
];

/** A blue point. */
const BLUE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const card = (page: Page, name: string) => page.getByRole('group', { name: `File ${name}` });

/** A second of silence. */
function silence(): Uint8Array {
  const rate = 8000;
  const content = new Uint8Array(44 + rate).fill(128, 44);
  const view = new DataView(content.buffer);
  content.set(Buffer.from('RIFF'), 0);
  view.setUint32(4, 36 + rate, true);
  content.set(Buffer.from('WAVEfmt '), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  content.set(Buffer.from('data'), 36);
  view.setUint32(40, rate, true);
  return content;
}

/** Records a few pictures as MP4, in the page. */
async function recordVideo(): Promise<number[]> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [64, 48];
  const context = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/mp4' });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.start();
  for (let at = 0; at < 10; at++) {
    context?.fillRect(at * 6, 0, 6, 48);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const stopped = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve);
  });
  recorder.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}

const preview = (page: Page, file: number, content: Uint8Array) =>
  page.evaluate(
    ([place, bytes]) => {
      const shown = new Uint8Array(bytes);
      window.stub.post({ type: 'preview', message: 'a', file: place, content: shown });
    },
    [file, [...content]] as const,
  );

describe('the files of a message', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('leave no gap behind a short name of unknown size', async () => {
    const file = { name: 'a.c', url: 'https://up.example/a.c' };
    const page = await bench.open({ messages: [message('a', { body: file.url, file })] });
    const widthOf = async (part: string) =>
      (await card(page, 'a.c').locator(part).boundingBox())?.width;
    assert.equal(await widthOf('.file-about'), await widthOf('.file-name'));
    await screenshot(page, 'file-short-name');
  });

  it('have a card each, with its own buttons', async () => {
    const page = await bench.open({ messages: [shared] });
    assert.equal(await page.locator('.file-card').count(), 5);
    assert.equal(await row(page, 'a').locator('.text').innerText(), 'From the summit');
    await card(page, 'parse.ts').getByRole('button', { name: 'Open as Text' }).click();
    await card(page, 'summit.png').getByRole('button', { name: 'Save As…' }).click();
    await card(page, 'climb.webm').getByRole('button', { name: 'Play' }).click();
    await card(page, 'summit.png').getByRole('button', { name: 'Open in Tab' }).click();
    assert.deepEqual(await posted(page, 'viewFile'), [{ type: 'viewFile', message: 'a' }]);
    assert.deepEqual(await posted(page, 'openFile'), [{ type: 'openFile', message: 'a', file: 1 }]);
    assert.deepEqual(await posted(page, 'saveFile'), [{ type: 'saveFile', message: 'a' }]);
    assert.deepEqual(await posted(page, 'previewFile'), [
      { type: 'previewFile', message: 'a', file: 3 },
    ]);
    assert.match(await card(page, 'route.pdf').innerText(), /being sent/u);
    assert.match(
      (await row(page, 'a').getAttribute('aria-label')) ?? '',
      /From the summit 5 files summit\.png, parse\.ts/u,
    );
  });

  it('show what is claimed of them, and the small picture that came along', async () => {
    const page = await bench.open({
      messages: [
        message('a', {
          body: '',
          file: {
            ...at('summit.png', 3_032_449, 'image/png'),
            width: 4096,
            height: 2160,
            thumbnail: BLUE,
          },
          moreFiles: [{ ...at('climb.webm', 9_400_000, 'video/webm'), duration: 3_723_000 }],
        }),
      ],
    });
    assert.match(
      await card(page, 'summit.png').innerText(),
      /3\.03 MB · image\/png · 4096 × 2160/u,
    );
    assert.match(await card(page, 'climb.webm').innerText(), /1:02:03/u);
    const picture = page.locator('.file-thumbnail');
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('.file-thumbnail')?.naturalWidth === 1,
    );
    const box = await picture.boundingBox();
    assert.deepEqual([box?.width, box?.height], [64, 48]);
    await screenshot(page, 'files-thumbnail');
  });

  it('show how far they are saved, and are cancelled with the keyboard all the while', async () => {
    const page = await bench.open({ messages: [saved()] });
    const one = card(page, 'server.log');
    const buttons = () => one.getByRole('button').allInnerTexts();
    const before = await buttons();
    await one.getByRole('button', { name: 'Save As…' }).focus();
    for (const received of [0, 12_000_000, 36_000_000]) {
      const saving = { state: 'running', received, size: 48_000_000 } as const;
      await push(page, [saved({ ...saving, bytesPerSecond: 2_000_000 })]);
      const focused = await page.evaluate(() => document.activeElement?.textContent);
      assert.equal(focused, 'Cancel');
    }
    const progress = one.getByRole('progressbar', { name: 'Saving server.log' });
    assert.equal(await progress.evaluate((bar: HTMLProgressElement) => bar.position), 0.75);
    assert.match(await one.innerText(), /75 % of 48 MB · 2 MB\/s · 6 s left/u);
    await push(page, [saved(SAVINGS[2])]);
    assert.match(await one.innerText(), /25 % of 48 MB · waits for the server/u);
    await page.keyboard.press('Enter');
    const { account, chat } = { account: 'me@example.org', chat: 'ada@example.org' };
    assert.deepEqual(await asked(page, 'stopFile'), [{ account, chat, message: 'log' }]);
    await push(page, [saved()]);
    assert.equal(await progress.isVisible(), false);
    assert.deepEqual(await buttons(), before);
  });

  it('say where they were saved, or why they were not', async () => {
    const page = await bench.open({ messages: [saved(SAVINGS[3])] });
    const one = card(page, 'server.log');
    assert.equal(await one.getByRole('status').innerText(), 'Saved as server (2).log');
    await one.getByRole('button', { name: 'Reveal' }).click();
    assert.deepEqual(await posted(page, 'revealFile'), [{ type: 'revealFile', message: 'log' }]);
    await push(page, [saved(SAVINGS[4])]);
    assert.match(await one.getByRole('status').innerText(), /no longer on the server/u);
    assert.equal(await one.getByRole('button', { name: 'Reveal' }).count(), 0);
    await one.getByRole('button', { name: 'Save As…' }).click();
    assert.deepEqual(await posted(page, 'saveFile'), [{ type: 'saveFile', message: 'log' }]);
  });

  it('are cancelled and shown by their places', async () => {
    const [first, ...others] = [shared.file, ...(shared.moreFiles ?? [])];
    assert.ok(first);
    const second = (saving: SavingView): MessageView => ({
      ...shared,
      moreFiles: others.map((file, place) => (place === 0 ? { ...file, saving } : file)),
    });
    const page = await bench.open({ messages: [second({ state: 'running', received: 1 })] });
    await card(page, 'parse.ts').getByRole('button', { name: 'Cancel' }).click();
    const [stopped] = (await asked(page, 'stopFile')) as { readonly message: string }[];
    assert.equal(stopped?.message, 'a/1');
    await push(page, [second({ state: 'done', received: 1, savedAs: 'parse.ts' })]);
    await card(page, 'parse.ts').getByRole('button', { name: 'Reveal' }).click();
    assert.deepEqual(await posted(page, 'revealFile'), [
      { type: 'revealFile', message: 'a', file: 1 },
    ]);
  });

  it('are copied with what is said', async () => {
    const page = await bench.open({ messages: [shared] });
    await row(page, 'a').locator('.text').click({ clickCount: 3 });
    await page.keyboard.press('Control+a');
    const text = await copied(page);
    assert.match(text, /From the summit\nsummit\.png https:\/\/up\.example\/summit\.png\nparse/u);
  });

  it('are played, each below its card', async () => {
    const page = await bench.open({ messages: [shared] });
    await preview(page, 2, silence());
    const player = page.locator('audio.file-player');
    await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0);
    assert.equal(await player.evaluate((sound: HTMLAudioElement) => sound.duration), 1);
    assert.equal(await player.getAttribute('aria-label'), 'Sound wind.wav');
    assert.equal(
      await card(page, 'wind.wav').getByRole('button', { name: 'Play' }).isVisible(),
      false,
    );
    assert.equal(
      await card(page, 'climb.webm').getByRole('button', { name: 'Play' }).isVisible(),
      true,
    );
    assert.deepEqual(await findViolations(page), []);
  });

  it('A40: are asked for unasked, once, where they are pictures that others sent, and it is wanted', async () => {
    const page = await bench.open({
      messages: [
        shared,
        message('own', { outgoing: true, file: at('mine.png', 1000, 'image/png') }),
        message('waiting', { file: { name: 'no-address-yet.png' } }),
      ],
    });
    const want = async (wanted: boolean) => {
      await page.evaluate((on) => {
        window.stub.post({ type: 'showPictures', wanted: on });
      }, wanted);
      await settled(page);
    };
    await want(false);
    assert.deepEqual(await posted(page, 'showPicture'), []);
    await want(true);
    const first = { type: 'showPicture', message: 'a' };
    assert.deepEqual(await posted(page, 'showPicture'), [first]);
    await push(page, [message('b', { file: at('later.png', 1000, 'image/png') })]);
    await want(true);
    assert.deepEqual(await posted(page, 'showPicture'), [
      first,
      { type: 'showPicture', message: 'b' },
    ]);
    await preview(page, 0, Buffer.from(BLUE.slice(BLUE.indexOf(',') + 1), 'base64'));
    await page.locator('.file-picture').waitFor();
    await want(false);
    await push(page, [message('c', { file: at('unwanted.png', 1000, 'image/png') })]);
    assert.equal((await posted(page, 'showPicture')).length, 2);
  });

  it('say so where the sound of a video cannot be played, and it alone', async () => {
    const page = await bench.open({ messages: [shared] });
    const recorded = await page.evaluate(recordVideo);
    const box = Buffer.from('\0\0\0\x0cfreemp4a', 'latin1');
    const play = (decodes: string) =>
      page.evaluate((can) => {
        HTMLMediaElement.prototype.canPlayType = () => can as CanPlayTypeResult;
      }, decodes);
    const told = page.getByText('The editor cannot play its sound: save the file');
    await play('probably');
    await preview(page, 3, Buffer.concat([Buffer.from(recorded), box]));
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    assert.equal(await told.count(), 0);
    await play('');
    await preview(page, 3, Buffer.from(recorded));
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    assert.equal(await told.count(), 0);
    await preview(page, 3, Buffer.concat([Buffer.from(recorded), box]));
    await told.waitFor();
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
    await screenshot(page, 'files-without-sound');
  });

  it('say so where their format cannot be played', async () => {
    const page = await bench.open({ messages: [shared] });
    await preview(page, 3, Buffer.from('\x1a\x45\xdf\xa3 V_VP9 and nothing else', 'latin1'));
    await page.getByText('The editor cannot play this format').waitFor();
    assert.equal(await page.locator('video').count(), 0);
    // What is neither a picture nor sound is not shown at all.
    await preview(page, 0, Buffer.from('<svg onload="alert(1)">'));
    await settled(page);
    assert.equal(await page.locator('.file-picture').count(), 0);
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`can be read while and after they are saved: ${theme}`, async () => {
      const messages = SAVINGS.map((saving, index) => ({ ...saved(saving), id: `m${index}` }));
      const page = await bench.open({ theme, messages, height: 700 });
      await settled(page);
      await screenshot(page, `savings-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.setViewportSize({ width: 320, height: 1200 });
      await settled(page);
      await screenshot(page, `savings-${theme}-narrow`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
    });

    it(`look right in ${theme}, wide and narrow`, async () => {
      const page = await bench.open({ messages: [shared], theme });
      await preview(page, 2, silence());
      await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0);
      await screenshot(page, `files-${theme}`);
      await page.setViewportSize({ width: 240, height: 700 });
      await settled(page);
      await screenshot(page, `files-${theme}-narrow`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
      assert.deepEqual(await findViolations(page), []);
    });
  }
});
