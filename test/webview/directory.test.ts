import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FormFieldView } from '../../src/api/views.ts';
import { type UserError, userError } from '../../src/base/userError.ts';
import { page as pageOf } from '../../src/ui/pages/page.ts';
import { findViolations, screenshot } from './bench.ts';
import type { DirectoryScript, StubDirectory } from './directoryStub.ts';
import { PageBench } from './pageBench.ts';
import type { ThemeName } from './themes.ts';

const field = (
  name: string,
  label: string,
  change: Partial<FormFieldView> = {},
): FormFieldView => ({
  ...{ name, type: 'text-single', label, required: false, values: [], options: [] },
  ...change,
});

const USERS: StubDirectory = {
  ...{
    id: 'vjud.example.org',
    name: 'User search',
    kind: 'users',
    part: 500,
    completeness: 'whole',
  },
  form: {
    title: 'Search users',
    instructions: 'Fill in any field. An asterisk at the end stands for any characters.',
    fields: [field('user', 'User'), field('fn', 'Full name'), field('email', 'E-mail')],
  },
  columns: [
    { name: 'user', label: 'User' },
    { name: 'fn', label: 'Full name' },
    { name: 'city', label: 'City' },
    { name: 'email', label: 'E-mail' },
  ],
  users: [
    { id: 'ada@example.org', values: ['ada', 'Ada Lovelace', '', 'ada@mail.example'] },
    { id: 'grace@example.org', values: ['grace', 'Grace Hopper', '', ''] },
    { id: 'zoe@example.org', values: ['zoe', 'Zoë <b>Bold</b>', '', 'zoe@mail.example'] },
  ],
};
const ROOMS: StubDirectory = {
  ...USERS,
  ...{ id: 'rooms.example.org', name: 'Rooms', kind: 'rooms' },
  form: { title: '', instructions: '', fields: [field('name', 'Name', { required: true })] },
};
/** As that of ejabberd: a form that is longer than a small tab. */
const LONG: StubDirectory = {
  ...USERS,
  form: {
    ...USERS.form,
    fields: [
      ...['user', 'fn', 'last', 'first', 'middle', 'nick'].map((name) =>
        field(name, `Field ${name}`),
      ),
      field('bday', 'Birthday'),
      field('email', 'E-mail'),
      field('all', 'Everywhere', { type: 'boolean', values: ['1'] }),
      field('ctry', 'Country', { type: 'list-single', options: [{ label: 'Spain', value: 'es' }] }),
    ],
  },
};

const refused = userError('search-refused', { domain: 'example.org' });

/**
 * How long the thread of a page has worked, in ms: what it waits for the processor does not count, so
 * that other programs do not matter.
 */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
    assert.ok(seconds !== undefined);
    return seconds * 1000;
  };
}

/** What has changed is drawn. */
function nextFrame(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
}

describe('the tab of a user search', () => {
  const bench = new PageBench('directory', 'test/webview/directoryStub.ts');
  before(() => bench.start());
  after(() => bench.stop());

  const open = async (
    script: Partial<DirectoryScript> = {},
    size: { readonly width?: number; readonly height?: number } = {},
  ): Promise<Page> => {
    const full: DirectoryScript = {
      theme: 'dark',
      directories: [USERS, ROOMS],
      made: 0,
      ...script,
    };
    const html = (shared: Parameters<Parameters<PageBench['open']>[1]>[0]) =>
      pageOf({ ...shared, title: 'Users' }, { account: 'me@example.org' });
    return bench.open(full, html, size);
  };
  const status = (page: Page) => page.getByRole('status').innerText();
  const saying = async (page: Page, text: string | RegExp) => {
    await page.getByRole('status').filter({ hasText: text }).waitFor();
  };
  /** The addresses in the table, once all that was done is drawn. */
  const names = async (page: Page) => {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(resolve));
        }),
    );
    return page
      .locator('.user')
      .evaluateAll((rows) =>
        rows
          .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
          .map((row) => row.querySelector('.user-cell')?.textContent ?? ''),
      );
  };
  const posted = (page: Page, type: string) =>
    page.evaluate((wanted) => window.directory.posted.filter((one) => one.type === wanted), type);
  const asked = (page: Page, method: string) =>
    page.evaluate((wanted) => window.directory.asked(wanted), method);
  const fail = (page: Page, method: string, error: UserError | undefined) =>
    page.evaluate(
      ([name, told]) => {
        window.directory.failures[name] = told;
      },
      [method, error] as const,
    );
  const grid = (page: Page) => page.getByRole('grid', { name: 'Users found' });

  it('lists all users of the server at once, in the columns that have anything', async () => {
    const page = await open();
    await saying(page, '3 users.');
    assert.deepEqual(await names(page), [
      'ada@example.org',
      'grace@example.org',
      'zoe@example.org',
    ]);
    assert.deepEqual(await page.locator('.column-label').allInnerTexts(), [
      'JID',
      'User',
      'Full name',
      'E-mail',
    ]);
    // As text, whatever it is.
    await page.getByRole('gridcell', { name: 'Zoë <b>Bold</b>' }).waitFor();
    assert.deepEqual(await page.evaluate(() => window.directory.violations), []);
  });

  it('searches for what is typed, and says of nobody what was asked', async () => {
    const page = await open();
    await page.getByLabel('User', { exact: true }).fill('gra');
    await page.keyboard.press('Enter');
    await saying(page, '1 user.');
    assert.deepEqual(await names(page), ['grace@example.org']);
    await page.getByLabel('User', { exact: true }).fill('nobody');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await saying(page, 'Nobody found for User “nobody”.');
    assert.equal(await page.getByLabel('User', { exact: true }).inputValue(), 'nobody');
    assert.deepEqual((await asked(page, 'searchUsers')).at(-1), {
      account: 'me@example.org',
      directory: 'vjud.example.org',
      query: { kind: 'values', values: { user: ['nobody'] } },
    });
    await page.getByRole('button', { name: 'Show All' }).click();
    await saying(page, '3 users.');
  });

  it('filters as one types, anywhere and without accents', async () => {
    const page = await open();
    await saying(page, '3 users.');
    await page.getByLabel('Filter the users found').fill('ZOE mail');
    await saying(page, '1 of 3 users.');
    assert.deepEqual(await names(page), ['zoe@example.org']);
    await page.keyboard.press('Escape');
    await saying(page, /^3 users\.$/u);
  });

  it('sorts by each column, both ways, as one reads numbers', async () => {
    const page = await open({ made: 12 });
    await saying(page, '15 users.');
    const sort = page.getByRole('columnheader', { name: 'User' }).getByRole('button');
    await sort.click();
    const up = await names(page);
    assert.deepEqual(up.slice(2, 5), [
      'user0@example.org',
      'user1@example.org',
      'user2@example.org',
    ]);
    assert.equal(up.at(-2), 'user11@example.org');
    await sort.click();
    assert.deepEqual((await names(page)).slice(0, 2), ['zoe@example.org', 'user11@example.org']);
    assert.equal(
      await page.getByRole('columnheader', { name: 'User' }).getAttribute('aria-sort'),
      'descending',
    );
    // The button that was pressed still has the focus, though it was drawn anew.
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /^User/u);
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('button').click();
    assert.equal((await names(page)).at(0), 'ada@example.org');
    assert.match((await names(page)).at(-1) ?? '', /^(?:grace|user\d*[13579])@/u);
  });

  it('is worked by keyboard: arrows, Home, End, Enter and the menu key', async () => {
    const page = await open({ made: 200 });
    await saying(page, '203 users.');
    await page.getByLabel('Filter the users found').focus();
    await page.keyboard.press('ArrowDown');
    const active = () =>
      grid(page).evaluate((element) => {
        const id = element.getAttribute('aria-activedescendant') ?? '';
        return document.getElementById(id)?.querySelector('.user-cell')?.textContent;
      });
    assert.equal(await active(), 'ada@example.org');
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(), 'grace@example.org');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    assert.equal(await active(), 'zoe@example.org');
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu', { name: 'zoe@example.org' });
    assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), [
      'Open Chat',
      'Details…',
      'Add Contact…',
      'Send Current File…',
      'Invite to Room…',
      'Copy JID',
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(await posted(page, 'userCommand'), [
      { type: 'userCommand', command: 'openChat', user: 'grace@example.org' },
      { type: 'userCommand', command: 'addContact', user: 'zoe@example.org' },
    ]);
    await page.keyboard.press('Home');
    assert.equal(await active(), 'ada@example.org');
    await page.keyboard.press('Escape');
    assert.equal(
      await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      'Filter the users found',
    );
  });

  it('is worked by mouse: a double click opens a chat, a button and the right one the menu', async () => {
    const page = await open();
    await saying(page, '3 users.');
    await page.getByText('Grace Hopper').dblclick();
    await page.getByText('Ada Lovelace').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy JID' }).click();
    await page.getByRole('button', { name: 'Actions for zoe@example.org' }).click();
    await page.getByRole('menuitem', { name: 'Details…' }).click();
    assert.deepEqual(
      (await posted(page, 'userCommand')).map((one) => ('command' in one ? one.command : '')),
      ['openChat', 'copyJid', 'contactDetails'],
    );
  });

  it('keeps what was typed when a search fails, and tries it again', async () => {
    const page = await open();
    await saying(page, '3 users.');
    await fail(page, 'searchUsers', refused);
    await page.getByLabel('Full name').fill('Ada');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'did not accept this search' });
    await alert.waitFor();
    // What was found before is still there.
    assert.equal(await status(page), '3 users.');
    assert.equal((await names(page)).length, 3);
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Ada');
    await fail(page, 'searchUsers', undefined);
    await alert.getByRole('button', { name: 'Try Again' }).click();
    await saying(page, 'Nobody found for Full name “Ada”.');
    assert.equal(await alert.isVisible(), false);
  });

  it('goes on by itself once there is a connection, and not before', async () => {
    const page = await open();
    await saying(page, '3 users.');
    const searches = async () => (await asked(page, 'searchUsers')).length;
    const comesOnline = () =>
      page.evaluate(() => {
        window.directory.post({ type: 'online' });
      });
    await fail(page, 'searchUsers', userError('offline'));
    await page.getByRole('button', { name: 'Show All' }).click();
    await page.getByRole('alert').filter({ hasText: 'offline' }).waitFor();
    assert.equal(await searches(), 2);
    await fail(page, 'searchUsers', undefined);
    await comesOnline();
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    assert.equal(await searches(), 3);
    await fail(page, 'searchUsers', refused);
    await page.getByRole('button', { name: 'Show All' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'did not accept this search' });
    await alert.waitFor();
    await comesOnline();
    await alert.waitFor();
    assert.equal(await searches(), 4);
  });

  it('is not searched again by itself where the connection was lost over it', async () => {
    const page = await open();
    await saying(page, '3 users.');
    const task = userError('task.search-users', { domain: 'users.example.org' });
    await fail(page, 'searchUsers', userError('not-connected', { task }));
    await page.getByRole('button', { name: 'Show All' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'the connection was lost' });
    await alert.waitFor();
    const before = (await asked(page, 'searchUsers')).length;
    await page.evaluate(() => {
      window.directory.post({ type: 'online' });
    });
    await alert.getByRole('button', { name: 'Try Again' }).waitFor();
    assert.equal((await asked(page, 'searchUsers')).length, before);
  });

  it('is as it was left when it comes back: fields, filter, order and search', async () => {
    const page = await open();
    await saying(page, '3 users.');
    await page.getByLabel('User', { exact: true }).fill('ada');
    await page.keyboard.press('Enter');
    await saying(page, '1 user.');
    await page.getByLabel('Filter the users found').fill('love');
    await page.getByRole('columnheader', { name: 'Full name' }).getByRole('button').click();
    await page.getByLabel('E-mail').fill('not sent yet');
    await page.reload();
    await saying(page, '1 user.');
    assert.equal(await page.getByLabel('User', { exact: true }).inputValue(), 'ada');
    assert.equal(await page.getByLabel('E-mail').inputValue(), 'not sent yet');
    assert.equal(await page.getByLabel('Filter the users found').inputValue(), 'love');
    assert.equal(
      await page.getByRole('columnheader', { name: 'Full name' }).getAttribute('aria-sort'),
      'ascending',
    );
  });

  it('says that there is no directory, and finds that of another server', async () => {
    const page = await open();
    await saying(page, '3 users.');
    await fail(
      page,
      'findDirectories',
      userError('no-directory.there', { domain: 'other.example' }),
    );
    await page.getByRole('button', { name: 'Other Server…' }).click();
    await page.getByLabel('Address of another server').fill('other.example');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .filter({ hasText: 'There is no directory of users at other.example' })
      .waitFor();
    assert.equal(await page.getByLabel('Address of another server').inputValue(), 'other.example');
    await fail(page, 'findDirectories', undefined);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByRole('button', { name: 'Own Server' }).waitFor();
    assert.deepEqual((await asked(page, 'findDirectories')).at(-1), {
      account: 'me@example.org',
      server: 'other.example',
    });
  });

  it('does not search rooms unasked', async () => {
    const page = await open();
    await saying(page, '3 users.');
    const before = (await asked(page, 'searchUsers')).length;
    await page.getByLabel('Directory').selectOption({ label: 'Rooms (rooms.example.org): rooms' });
    await saying(page, 'Fill in the form to search.');
    assert.equal((await asked(page, 'searchUsers')).length, before);
  });

  it('says that there are perhaps more, and looks for them by first letters when asked', async () => {
    const page = await open({ directories: [{ ...USERS, completeness: 'perhaps' }] });
    await saying(page, '3 users. The directory has perhaps more.');
    await page.getByRole('button', { name: 'Find More by First Letters' }).click();
    const queries = async () =>
      (await asked(page, 'searchUsers')).map(
        (one) => (one as { query: { kind: string } }).query.kind,
      );
    assert.deepEqual(await queries(), ['all', 'letters']);
  });

  it('can be stopped, and keeps what it has', async () => {
    const page = await open({ made: 2000 });
    await saying(page, '2,003 users.');
    await page.evaluate(() => {
      window.directory.holds = true;
    });
    await page.getByRole('button', { name: 'Show All' }).click();
    await saying(page, '500 users, searching…');
    await page.getByRole('button', { name: 'Stop' }).click();
    await saying(page, '500 users; the search was ended early.');
    await page.evaluate(() => {
      window.directory.release();
    });
    await saying(page, '500 users; the search was ended early.');
  });

  it('finds and filters 20,000 users without a halt, with few of them in the page', async () => {
    const page = await open({ made: 20_000 });
    await saying(page, '20,003 users.');
    assert.ok((await page.locator('.user').count()) < 80);
    const filter = page.getByLabel('Filter the users found');
    await filter.focus();
    const work = await workOf(page);
    let longest = 0;
    const step = async (doIt: () => Promise<void>, said: string) => {
      const before = await work();
      await doIt();
      await saying(page, said);
      await nextFrame(page);
      longest = Math.max(longest, (await work()) - before);
    };
    const counts = ['20,000', '20,000', '20,000', '20,000', '11,111', '1,111', '111', '11'];
    for (const [at, count] of counts.entries()) {
      await step(() => page.keyboard.press('user1999'.charAt(at)), `${count} of 20,003 users.`);
    }
    for (const count of counts.slice(3, 7).reverse()) {
      await step(() => page.keyboard.press('Backspace'), `${count} of 20,003 users.`);
    }
    const scroll = () => grid(page).evaluate((element) => void (element.scrollTop = 100_000));
    await step(scroll, '20,000 of 20,003 users.');
    assert.ok((await page.locator('.user').count()) < 80);
    // A step takes some 40 ms.
    assert.ok(longest < 150, `${longest.toFixed(0)} ms`);
  });

  for (const theme of ['dark', 'light', 'hc'] as const satisfies readonly ThemeName[]) {
    it(`is accessible, in the ${theme} theme`, async () => {
      const page = await open({ theme, made: 50 });
      await saying(page, '53 users.');
      await page.getByLabel('Filter the users found').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await screenshot(page, `directory-${theme}`);
      assert.deepEqual(await findViolations(page), []);
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menu').waitFor();
      await screenshot(page, `directory-${theme}-menu`);
      assert.deepEqual(await findViolations(page), []);
    });
  }

  it('fits into 300 px, with a long form, too', async () => {
    const page = await open({ directories: [LONG, ROOMS], made: 50 }, { width: 300, height: 700 });
    await saying(page, '53 users.');
    await screenshot(page, 'directory-narrow');
    const overflow = await page.evaluate(() =>
      [...document.querySelectorAll('body, .bar, .form, .field')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.className),
    );
    assert.deepEqual(overflow, []);
    assert.equal(await page.getByLabel('Birthday').isVisible(), false);
    await page.getByRole('button', { name: 'More Fields' }).click();
    await page.getByLabel('Birthday').waitFor();
    const table = await grid(page).boundingBox();
    assert.ok(table && table.height > 120, String(table?.height));
    await screenshot(page, 'directory-narrow-more');
  });

  it('has room for all columns where there is much', async () => {
    const page = await open({ directories: [LONG, ROOMS], made: 50 }, { width: 1200, height: 700 });
    await saying(page, '53 users.');
    await screenshot(page, 'directory-wide');
    assert.equal(
      await grid(page).evaluate((element) => element.scrollWidth > element.clientWidth),
      false,
    );
  });
});
