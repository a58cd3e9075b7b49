import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A group of settings, as the settings editor shows it. */
interface Section {
  readonly title: string;
  readonly order: number;
  readonly properties: Readonly<Record<string, { scope?: string; order?: number }>>;
}

interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac: string;
  readonly when: string;
}

/** A step of a walkthrough, with a picture for each kind of theme, or a page of words. */
interface Step {
  readonly media:
    | {
        readonly image: Readonly<Record<'dark' | 'light' | 'hc' | 'hcLight', string>>;
        readonly altText: string;
      }
    | { readonly markdown: string };
}

/** Maximum size of all pictures of walkthroughs, in bytes: they are in the package. */
const MAX_PICTURES = 100_000;

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly configuration: readonly Section[];
    readonly keybindings: readonly Keybinding[];
    readonly menus: Readonly<Record<string, readonly { readonly submenu?: string }[]>>;
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly extensionKind: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: string } };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** Every source of the product, by its path. */
const sources = ['src', 'webview'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(folder, name);
      return { path, text: readFileSync(path, 'utf8') };
    }),
);

/** The sources that say this. */
const saying = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('what the product is made of', () => {
  it('C3: trusts no markdown, and enables no command links in a page', () => {
    assert.deepEqual(saying(/\bisTrusted\s*=|\bisTrusted:|enableCommandUris:\s*true/u), []);
  });

  it('C5, C12: runs beside the user where it can, and in restricted workspaces', () => {
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  it('C6: has no setting that a workspace could change', () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) =>
      Object.entries(properties),
    );
    assert.ok(settings.length > 0);
    for (const [name, { scope }] of settings) assert.equal(scope, 'application', name);
  });

  it('has its settings in groups, each group and each setting in a place of its own', () => {
    const sections = manifest.contributes.configuration;
    const isCounted = (orders: readonly (number | undefined)[]) => {
      assert.deepEqual(
        orders,
        orders.map((_, index) => index + 1),
      );
    };
    assert.equal(new Set(sections.map(({ title }) => title)).size, sections.length);
    isCounted(sections.map(({ order }) => order));
    for (const { properties } of sections) {
      isCounted(Object.values(properties).map(({ order }) => order));
      for (const name of Object.keys(properties)) assert.match(name, /^parley\./u);
    }
  });

  it('has a submenu in a menu once: the editor leaves out any other, whatever its condition', () => {
    for (const [menu, entries] of Object.entries(manifest.contributes.menus)) {
      const submenus = entries.flatMap(({ submenu }) => submenu ?? []);
      assert.equal(new Set(submenus).size, submenus.length, menu);
    }
  });

  it('has chords under a prefix that is free in the editor, of their own, and none in a terminal', () => {
    const { keybindings } = manifest.contributes;
    assert.equal(new Set(keybindings.map(({ key }) => key)).size, keybindings.length);
    for (const { key, mac, when, command } of keybindings) {
      const [, letter = ''] = /^alt\+x alt\+([a-z])$/u.exec(key) ?? [];
      assert.equal(mac, `ctrl+x ctrl+${letter}`, command);
      assert.match(when, /^parley\.signedIn && !terminalFocus/u, command);
    }
  });

  it('has the pictures of its walkthrough in each kind of theme, with words for them', () => {
    const steps = manifest.contributes.walkthroughs.flatMap(({ steps: all }) => all);
    const drawn = steps.flatMap(({ media }) => ('image' in media ? [media] : []));
    assert.ok(drawn.length > 0);
    const pictures = new Set(drawn.flatMap(({ image }) => Object.values(image)));
    const size = [...pictures].reduce((sum, path) => sum + statSync(path).size, 0);
    assert.ok(size <= MAX_PICTURES, String(size));
    for (const { image, altText } of drawn) {
      assert.notEqual(image.dark, image.light);
      assert.ok(image.hc && image.hcLight && altText);
    }
    for (const { media } of steps) if ('markdown' in media) statSync(media.markdown);
  });

  it('C8: is reached by links in one place, where they are marked as from outside', () => {
    assert.ok(!manifest.activationEvents.includes('onUri'));
    const places = saying(/registerUriHandler/u);
    assert.deepEqual(places, ['src/ui/links/linkProviders.ts']);
    assert.deepEqual(saying(/isOutside: true/u), places);
  });

  it('C11: has no package that reports to anybody, and no web server', () => {
    const reporters = /telemetry|insights|analytics|sentry|segment|mixpanel|amplitude|posthog/iu;
    assert.deepEqual(
      Object.keys(manifest.dependencies).filter((name) => reporters.test(name)),
      [],
    );
    assert.deepEqual(
      saying(/createTelemetryLogger|WebSocketServer|node:https?'.*createServer/u),
      [],
    );
    // The pipe between windows, which is no port, and the ports for a file, which a setting opens.
    assert.deepEqual(saying(/\bcreateServer\b/u).toSorted(), [
      'src/windows/election.ts',
      'src/xmpp/files/socks5Listener.ts',
    ]);
  });

  it('C12: touches files through the editor only, but for a local one that is sent, and an archive of a folder', () => {
    assert.deepEqual(
      saying(/from '(?:node:)?fs(?:\/promises)?'/u)
        .filter((path) => path.startsWith('src/ui/'))
        .sort(),
      ['src/ui/files/folders/packFolder.ts', 'src/ui/files/localFile.ts'],
    );
  });
});
