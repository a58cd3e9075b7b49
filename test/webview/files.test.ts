import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FileView, MessageView } from '../../src/api/views.ts';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { copied, posted, push, row } from './tab.ts';

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
