import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PROFILE_FIELDS, type ProfileFields } from '../../src/api/views.ts';
import { MAX_OWN_AVATAR_BYTES } from '../../src/base/avatarLimits.ts';
import { imageSize } from '../../src/base/imageSize.ts';
import { page as pageOf } from '../../src/ui/pages/page.ts';
import { png } from '../support/pictures.ts';
import { saying } from '../support/say.ts';
import { findViolations, screenshot } from './bench.ts';
import { PageBench } from './pageBench.ts';
import type { ProfileScript } from './profileStub.ts';
import type { ThemeName } from './themes.ts';

const none = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, ''])) as ProfileFields;
const profile = { ...none, name: 'Ada Lovelace', email: 'ada@example.org', birthday: 'in winter' };

describe('the tab of a profile', () => {
  const bench = new PageBench('profile', 'test/webview/profileStub.ts');
  before(() => bench.start());
  after(() => bench.stop());

  const open = async (change: Partial<ProfileScript> = {}, width = 640) => {
    const script: ProfileScript = { theme: 'dark', profile, picture: null, ...change };
    const page = await bench.open(
      script,
      (shared) => pageOf({ ...shared, title: 'Profile' }, { account: 'ada@example.org' }),
      { width, height: 900 },
    );
    await page.waitForFunction(() => document.activeElement?.id === 'field-name');
    return page;
  };
  const saved = (page: Page) =>
    page.evaluate(() =>
      window.profile.posted.flatMap((request) =>
        request.type === 'save'
          ? [
              {
                ...request,
                avatar: request.avatar && {
                  ...request.avatar,
                  content: [...request.avatar.content],
                },
              },
            ]
          : [],
      ),
    );
  const save = async (page: Page) => {
    await page.locator('vscode-button', { hasText: 'Save' }).click();
    await page.waitForFunction(() => window.profile.posted.some(({ type }) => type === 'save'));
  };
  const offer = (page: Page, content: Uint8Array) =>
    page.evaluate(
      (bytes) => {
        window.profile.post({ type: 'picture', content: new Uint8Array(bytes) });
      },
      [...content],
    );

  it('saves what was changed, and nothing else', async () => {
    const page = await open();
    await page.getByLabel('Nickname').fill('Countess');
    await page.getByLabel('E-mail').fill('');
    await save(page);
    const fields = { nickname: 'Countess', email: '' };
    assert.deepEqual(
      (await saved(page)).map((request) => request.fields),
      [fields],
    );
    await page.evaluate(() => {
      window.profile.post({ type: 'saved' });
    });
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.deepEqual(await page.evaluate(() => window.profile.violations), []);
  });

  it('is not saved by the key that ends a composition, in WebKit either', async () => {
    const page = await open();
    const name = page.getByLabel('Full name');
    await name.fill('会議');
    await name.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    await name.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true });
    assert.deepEqual(await saved(page), []);
    await name.press('Enter');
    await page.waitForFunction(() => window.profile.posted.some(({ type }) => type === 'save'));
    assert.deepEqual(
      (await saved(page)).map(({ fields }) => fields),
      [{ name: '会議' }],
    );
  });

  it('leaves the focus where it can be typed on while it is saved, and after it', async () => {
    const page = await open();
    const focused = () => page.evaluate(() => document.activeElement?.id);
    const answer = () =>
      page.evaluate(() => {
        window.profile.post({ type: 'saved' });
      });
    const email = page.getByLabel('E-mail');
    await email.fill('countess@example.org');
    await email.press('Enter');
    await page.getByText('Saving…').waitFor();
    assert.equal(await focused(), 'field-email');
    await page.keyboard.type('x');
    assert.equal(await email.inputValue(), 'countess@example.org');
    await answer();
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.equal(await focused(), 'field-email');
    await email.fill('ada@example.net');
    // It is enabled a moment after there is something to save.
    await page.waitForFunction(() => {
      const button = [...document.querySelectorAll<HTMLElement>('vscode-button')].find(
        ({ textContent }) => textContent === 'Save',
      );
      button?.focus();
      return document.activeElement === button;
    });
    await page.keyboard.press('Enter');
    await page.getByText('Saving…').waitFor();
    await answer();
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.equal(await focused(), 'field-name');
  });

  it('takes a picture of the clipboard for the avatar, but not one that comes with its text', async () => {
    const page = await open();
    const paste = (text: string) =>
      page.getByLabel('Full name').evaluate((field, plain) => {
        const clipboardData = new DataTransfer();
        const file = new File([new Uint8Array(8)], 'image.png', { type: 'image/png' });
        clipboardData.items.add(file);
        if (plain !== '') clipboardData.setData('text/plain', plain);
        const options = { clipboardData, bubbles: true, cancelable: true };
        return field.dispatchEvent(new ClipboardEvent('paste', options));
      }, text);
    assert.equal(await paste('Ada of a spreadsheet'), true);
    assert.equal(await paste(''), false);
  });

  it('says what is wrong at the field, but not of what others have written', async () => {
    const page = await open();
    await page.getByLabel('E-mail').fill('ada');
    await page.getByLabel('Full name').press('Enter');
    assert.equal(
      await page.locator('#field-email-error').innerText(),
      'An e-mail address looks like name@example.org.',
    );
    assert.equal(await page.locator('#field-birthday-error').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-email');
    assert.deepEqual(await saved(page), []);
  });

  it('keeps what was typed when it is not saved, and over a reload', async () => {
    const page = await open();
    await page.getByLabel('About').fill('Notes\nby A.A.L.');
    await page.getByLabel('E-mail').fill('');
    await save(page);
    await page.evaluate((error) => {
      window.profile.post({ type: 'failed', error });
    }, saying('The server is asleep: try again.'));
    await page.getByText('The server is asleep: try again.').waitFor();
    assert.equal(await page.getByLabel('About').inputValue(), 'Notes\nby A.A.L.');
    await page.reload();
    await page.waitForFunction(() => document.activeElement?.id === 'field-name');
    assert.equal(await page.getByLabel('About').inputValue(), 'Notes\nby A.A.L.');
    assert.equal(await page.getByLabel('E-mail').inputValue(), '');
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Ada Lovelace');
  });

  it('has its panel keep what is typed, and goes on with what an earlier tab had', async () => {
    const page = await open();
    const kept = () =>
      page.evaluate(() =>
        window.profile.posted.flatMap((request) =>
          request.type === 'keep' ? [request.typed] : [],
        ),
      );
    await page.getByLabel('About').fill('Notes');
    await page.evaluate(() => {
      window.profile.post({ type: 'kept', typed: { note: 'Older', email: '' } });
    });
    await page.waitForFunction(() => window.profile.posted.at(-1)?.type === 'keep');
    assert.equal(await page.getByLabel('About').inputValue(), 'Notes');
    assert.equal(await page.getByLabel('E-mail').inputValue(), '');
    assert.deepEqual((await kept()).at(-1), { email: '', note: 'Notes' });
    await page.evaluate(() => {
      window.profile.post({ type: 'saved' });
    });
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.deepEqual((await kept()).at(-1), {});
    assert.deepEqual(
      [
        await page.getByLabel('About').inputValue(),
        await page.getByLabel('Full name').inputValue(),
      ],
      ['Notes', 'Ada Lovelace'],
    );
  });

  it('makes a small square of a picture, and tells who may see it', async () => {
    const page = await open();
    await offer(page, png(1600, 1200));
    await page.locator('.avatar-picture').waitFor();
    await page.getByRole('checkbox').check();
    await save(page);
    const [request] = await saved(page);
    const content = new Uint8Array(request?.avatar?.content ?? []);
    const { mediaType, width, height } = imageSize(content) ?? {};
    assert.deepEqual([mediaType, width, height], ['image/png', 192, 192]);
    assert.ok(content.length <= MAX_OWN_AVATAR_BYTES);
    assert.equal(request?.avatar?.access, 'open');
    await screenshot(page, 'profile');
  });

  it('A37: takes nothing that is no picture, and says so', async () => {
    const page = await open();
    await offer(page, new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    await page.getByText('This is no PNG').waitFor();
    assert.equal(await page.locator('.avatar-picture').count(), 0);
  });

  it('gives the address to others: as text, as a link and as a code that a camera reads', async () => {
    const page = await open();
    await page.getByText('xmpp:ada@example.org', { exact: true }).waitFor();
    await page.locator('vscode-button', { hasText: 'Copy Link' }).click();
    await page.getByText('The link was copied.').waitFor();
    await page.locator('vscode-button', { hasText: 'Copy Address' }).click();
    const copied = await page.evaluate(() =>
      window.profile.posted.flatMap((request) =>
        request.type === 'copyAddress' ? [request.form] : [],
      ),
    );
    assert.deepEqual(copied, ['link', 'address']);
    const code = page.getByRole('img', { name: 'QR code of xmpp:ada@example.org' });
    const { width = 0, height = 0 } = (await code.boundingBox()) ?? {};
    assert.deepEqual([width, height], [128, 128]);
    await page.evaluate(() => {
      window.profile.post({ type: 'showAddress' });
    });
    await page.waitForFunction(() => document.activeElement?.textContent.includes('Copy Link'));
  });

  it('removes the avatar once that is saved', async () => {
    const page = await open({ picture: [...png(64)] });
    await page.locator('.avatar-picture').waitFor();
    await page.locator('vscode-button', { hasText: 'Remove' }).click();
    await save(page);
    assert.deepEqual(
      (await saved(page)).map(({ avatar }) => avatar),
      [null],
    );
  });

  for (const theme of ['dark', 'light', 'hc'] as ThemeName[]) {
    it(`is at home in ${theme}, also at 280 px`, async () => {
      const page = await open({ theme, picture: [...png(64)] }, 280);
      assert.deepEqual(await findViolations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 280, String(wide));
      await screenshot(page, `profile-narrow-${theme}`);
    });
  }
});
