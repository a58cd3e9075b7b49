import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { PanelRequest } from '../../src/api/panel.ts';
import { checkedThumbnail } from '../../src/base/thumbnail.ts';
import { Bench, findViolations, message, screenshot, settled } from './bench.ts';
import { input, posted } from './tab.ts';

/** One pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const URI_LIST = 'application/vnd.code.uri-list';

interface Given {
  readonly files?: readonly { readonly name: string; readonly size: number }[];
  readonly texts?: Readonly<Record<string, string>>;
}

const bar = (page: Page) => page.getByRole('region', { name: 'Files to be sent' });

/** Drags this over the chat's input, and drops it unless said otherwise. Result: whether it was taken. */
async function drag(page: Page, given: Given, drop = true): Promise<boolean> {
  const taken = await page.evaluate(
    ([{ files = [], texts = {} }, ends]) => {
      const dataTransfer = new DataTransfer();
      for (const { name, size } of files) {
        dataTransfer.items.add(new File([new Uint8Array(size)], name));
      }
      for (const [type, text] of Object.entries(texts)) dataTransfer.setData(type, text);
      const target = document.querySelector('vscode-text-area');
      const taken: boolean[] = [];
      for (const type of ['dragenter', 'dragover', ...(ends ? ['drop'] : [])]) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        taken.push(target?.dispatchEvent(event) === false);
      }
      return taken.every(Boolean);
    },
    [given, drop] as const,
  );
  await settled(page);
  return taken;
}

async function paste(page: Page, text?: string): Promise<void> {
  await input(page).focus();
  await page.evaluate(
    ([base64, plain]) => {
      const clipboardData = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
      clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      if (plain !== undefined) clipboardData.setData('text/plain', plain);
      document
        .querySelector('vscode-text-area')
        ?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        );
    },
    [PNG, text] as const,
  );
  await settled(page);
}

/** What the panel was asked to send: names and sizes, or URIs. */
const sent = (page: Page) =>
  page.evaluate(() =>
    window.stub.posted.flatMap((request): readonly unknown[] => {
      const { type } = request as PanelRequest;
      if (type === 'sendUris') return (request as { uris: readonly string[] }).uris;
      if (type !== 'sendFiles') return [];
      const { files } = request as Extract<PanelRequest, { type: 'sendFiles' }>;
      return files.map(({ name, content }) => ({ name, size: content.byteLength }));
    }),
  );
const notice = (page: Page) => page.getByRole('alert').innerText();

describe('files given to the chat tab', () => {
  const bench = new Bench();
  before(() => bench.start());
  after(() => bench.stop());

  it('are sent when they are dropped, once the server is known to take them', async () => {
    const page = await bench.open({ messages: [message('a')] });
    const files = [
      { name: 'a.txt', size: 3 },
      { name: 'b.bin', size: 5 },
    ];
    assert.equal(await drag(page, { files }), true);
    // They are read by another process.
    await page.waitForFunction(() => window.stub.posted.some(({ type }) => type === 'sendFiles'));
    assert.deepEqual(await sent(page), files);
    assert.equal(await page.evaluate(() => window.stub.count('findWay')), 2);
  });

  it('go with what is typed, which stays until it is known to go, or if it has changed', async () => {
    const page = await bench.open();
    await input(page).fill('From the summit');
    await drag(page, {
      files: [
        { name: 'a', size: 1 },
        { name: 'b', size: 1 },
      ],
    });
    await page.waitForFunction(() => window.stub.posted.some(({ type }) => type === 'sendFiles'));
    const [request] = await posted(page, 'sendFiles');
    assert.equal((request as { caption?: string }).caption, 'From the summit');
    assert.equal(await input(page).inputValue(), 'From the summit');
    const take = () =>
      page.evaluate(() => {
        window.stub.post({ type: 'captionTaken', text: 'From the summit' });
      });
    await input(page).fill('From the summit of');
    await take();
    await settled(page);
    assert.equal(await input(page).inputValue(), 'From the summit of');
    await input(page).fill('From the summit');
    await take();
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('vscode-text-area')?.value === '',
    );
    await page.evaluate(() => {
      window.stub.post({ type: 'addText', text: 'From the summit' });
    });
    await settled(page);
    assert.equal(await input(page).inputValue(), 'From the summit');
  });

  it('go without a command that is typed', async () => {
    const page = await bench.open();
    await input(page).fill('/topic x');
    await page.getByRole('button', { name: 'Attach File…' }).click();
    await input(page).fill('/me waves');
    await page.getByRole('button', { name: 'Attach File…' }).click();
    assert.deepEqual(await posted(page, 'chooseFile'), [
      { type: 'chooseFile' },
      { type: 'chooseFile', caption: '/me waves' },
    ]);
  });

  it('are not read when the server takes none so large, and the reason is told', async () => {
    const page = await bench.open();
    await page.evaluate(() => {
      window.stub.failures['findWay'] = 'this server takes at most 2 bytes.';
    });
    await drag(page, { files: [{ name: 'a.txt', size: 3 }] });
    assert.equal(await notice(page), 'Nothing was sent: this server takes at most 2 bytes.');
    assert.deepEqual(await sent(page), []);
  });

  it('are not taken by the hundred, and the reason is told', async () => {
    const page = await bench.open();
    await drag(page, { files: Array.from({ length: 51 }, () => ({ name: 'a', size: 1 })) });
    assert.match(await notice(page), /^Nothing was sent: .*at most 50 files of 100 MB together/);
    assert.equal(await page.evaluate(() => window.stub.count('findWay')), 0);
  });

  it('come from the editor as addresses, of which the panel asks the user', async () => {
    const page = await bench.open();
    const list = '# two\r\nfile:///w/a.ts\r\nmemfs:/b.ts';
    assert.equal(await drag(page, { texts: { [URI_LIST]: list } }), true);
    assert.deepEqual(await sent(page), ['file:///w/a.ts', 'memfs:/b.ts']);
  });

  it('say where they would go while they are above the tab; text is left to the input', async () => {
    const page = await bench.open({ messages: [message('a')] });
    assert.equal(await drag(page, { texts: { 'text/plain': 'x' } }, false), false);
    assert.equal(await page.locator('.drop').isVisible(), false);
    await drag(page, { files: [{ name: 'a', size: 1 }] }, false);
    assert.equal(await page.locator('.drop').innerText(), 'Drop to send to Ada Lovelace');
    await screenshot(page, 'drop');
    await page.evaluate(() => {
      document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true }));
    });
    assert.equal(await page.locator('.drop').isVisible(), false);
  });

  it('are pictures that were pasted: shown, and sent with Enter', async () => {
    const page = await bench.open();
    await paste(page);
    const picture = bar(page).locator('img');
    await picture.waitFor();
    await picture.evaluate((img: HTMLImageElement) => img.decode());
    assert.equal(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth), 1);
    assert.deepEqual(await sent(page), []);
    await page.keyboard.press('Enter');
    await bar(page).waitFor({ state: 'hidden' });
    const [file] = (await sent(page)) as { name: string; size: number }[];
    assert.match(file?.name ?? '', /^pasted-\d{4}-\d\d-\d\d-\d{4}\.png$/);
    assert.equal(file?.size, Buffer.from(PNG, 'base64').byteLength);
    const [request] = await posted(page, 'sendFiles');
    const { files } = request as Extract<PanelRequest, { type: 'sendFiles' }>;
    const thumbnail = checkedThumbnail(files[0]?.thumbnail ?? '') ?? '';
    assert.match(thumbnail, /^data:image\/jpeg;base64,/u);
    assert.deepEqual(await page.evaluate(() => window.stub.violations), []);
    await page.keyboard.type('back in the input');
    assert.equal(await input(page).inputValue(), 'back in the input');
  });

  it('are pasted files of any type and number, each named, under the names that they have', async () => {
    const page = await bench.open();
    const names = ['report.pdf', '.env', 'a.png'];
    await page.evaluate((list) => {
      const clipboardData = new DataTransfer();
      for (const name of list) clipboardData.items.add(new File(['x'], name));
      document
        .querySelector('vscode-text-area')
        ?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        );
    }, names);
    await settled(page);
    const said = await bar(page).innerText();
    assert.match(said, /3 files/);
    for (const name of names) assert.ok(said.includes(name), said);
    await screenshot(page, 'paste-files');
    await page.keyboard.press('Enter');
    await bar(page).waitFor({ state: 'hidden' });
    assert.deepEqual(
      await sent(page),
      names.map((name) => ({ name, size: 1 })),
    );
  });

  it('are pasted one after the other, and sent together', async () => {
    const page = await bench.open();
    await paste(page);
    await paste(page);
    const said = await bar(page).innerText();
    assert.match(said, /2 files/);
    await page.keyboard.press('Enter');
    await bar(page).waitFor({ state: 'hidden' });
    const names = ((await sent(page)) as { name: string }[]).map(({ name }) => name);
    assert.equal(new Set(names).size, 2, names.join());
  });

  it('are named where nothing of what was dropped can be taken', async () => {
    const page = await bench.open();
    const list = Array.from({ length: 51 }, (_, index) => `file:///w/${index}`).join('\r\n');
    await drag(page, { texts: { [URI_LIST]: list } });
    assert.match(await notice(page), /^Nothing was sent: .*at most 50 files at once/);
    await drag(page, { texts: { [URI_LIST]: '# nothing' } });
    assert.equal(await notice(page), 'Nothing was sent: what was dropped is no file.');
    assert.deepEqual(await sent(page), []);
  });

  it('are discarded with Esc, and stay while they cannot be sent', async () => {
    const page = await bench.open();
    await page.evaluate(() => {
      window.stub.failures['findWay'] = 'you are offline.';
    });
    await paste(page);
    await page.keyboard.press('Enter');
    assert.equal(await notice(page), 'Nothing was sent: you are offline.');
    assert.ok(await bar(page).isVisible());
    await page.keyboard.press('Escape');
    await bar(page).waitFor({ state: 'hidden' });
    assert.deepEqual(await sent(page), []);
  });

  it('are not what is meant when text is pasted with them', async () => {
    const page = await bench.open();
    await paste(page, 'a cell');
    assert.ok(!(await bar(page).isVisible()));
  });

  for (const theme of ['dark', 'light', 'hc'] as const) {
    it(`are at home in the ${theme} theme and in 300 px, and axe-core finds nothing`, async () => {
      for (const width of [800, 300]) {
        const page = await bench.open({ theme, width, messages: [message('a')] });
        await paste(page);
        await screenshot(page, `paste-${theme}-${width}`);
        assert.deepEqual(await findViolations(page), []);
        const wide = await bar(page).evaluate((one) => one.scrollWidth > one.clientWidth);
        assert.equal(wide, false);
      }
    });
  }

  describe('a long text', () => {
    const LONG = Array.from({ length: 150 }, (_, line) => `line ${line}`).join('\n');
    const offer = (page: Page) => page.getByRole('button', { name: 'Send as File' });
    /** Pastes by the keyboard, as the browser does it. */
    const pasteText = async (page: Page, text: string) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate((value) => navigator.clipboard.writeText(value), text);
      await input(page).focus();
      await page.keyboard.press('Control+V');
      await settled(page);
    };

    it('that was pasted is sent as a file at a click, and Undo brings it back', async () => {
      const page = await bench.open({ messages: [message('a')] });
      await input(page).fill('see: ');
      await pasteText(page, LONG);
      assert.equal(await input(page).inputValue(), `see: ${LONG}`);
      await offer(page).waitFor();
      await screenshot(page, 'long-text');
      assert.deepEqual(await findViolations(page), []);
      await offer(page).click();
      await offer(page).waitFor({ state: 'hidden' });
      const [file] = (await sent(page)) as { name: string; size: number }[];
      assert.match(file?.name ?? '', /^pasted-\d{4}-\d\d-\d\d-\d{4}\.txt$/);
      assert.equal(file?.size, LONG.length);
      assert.equal(await input(page).inputValue(), 'see: ');
      await page.keyboard.press('Control+Z');
      assert.equal(await input(page).inputValue(), `see: ${LONG}`);
    });

    it('stays in the input while it cannot be sent, and once it shall be a message', async () => {
      const page = await bench.open();
      await page.evaluate(() => {
        window.stub.failures['findWay'] = 'you are offline.';
      });
      await pasteText(page, LONG);
      await offer(page).click();
      assert.equal(await notice(page), 'Nothing was sent: you are offline.');
      assert.equal(await input(page).inputValue(), LONG);
      await page.getByRole('button', { name: 'Keep as Message' }).click();
      await offer(page).waitFor({ state: 'hidden' });
      assert.equal(await input(page).inputValue(), LONG);
    });

    it('is offered as a file until it is gone, and a short one never', async () => {
      const page = await bench.open();
      await pasteText(page, 'short');
      assert.ok(!(await offer(page).isVisible()));
      await input(page).fill(LONG);
      assert.ok(!(await offer(page).isVisible()));
      await drag(page, { texts: { 'text/plain': LONG } });
      await offer(page).waitFor();
      await input(page).fill('something else');
      await offer(page).waitFor({ state: 'hidden' });
    });
  });
});
