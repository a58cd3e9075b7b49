import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MacNotifications } from '../../../../src/ui/desktop/macNotifications.ts';
import { raisingCall } from '../../../../src/ui/desktop/raiseWindow.ts';
import { type ProgramCall, runProgram } from '../../../../src/ui/desktop/runProgram.ts';
import { toastXml, WindowsNotifications } from '../../../../src/ui/desktop/windowsNotifications.ts';
import { parseXml } from '../../../support/parseXml.ts';

const HOSTILE = [
  ...['"; do shell script "id"', "'; Remove-Item C:\\ -Recurse; '", '$(id) `id` $env:PATH'],
  ...['-e', '--', '-l', '<a href="x">&amp;</a>]]>', 'two\nlines', '\ud800 \u0007 \uffff'],
  ...[
    "'@\n; calc.exe; @'",
    '%PATH% ^& !x! | calc',
    '\\" & return & do shell script "id',
    '${x} \\',
  ],
  ...['<!DOCTYPE toast [<!ENTITY x "y">]>&x;', '<![CDATA[</text>]]><?x?>', '</text><text>', ''],
  ...['\u202etxt.exe\u2066', '\u2028\u0085\ufeff', '\ufffe', '👩‍💻'.repeat(2000)],
];
const EDITOR = { desktopEntry: 'code', icon: 'vscode', windowsAppId: 'Microsoft.VisualStudioCode' };

describe('the programs that notify', () => {
  let calls: ProgramCall[];
  let succeeds: boolean;
  let clicked: (() => void)[];

  beforeEach(() => {
    calls = [];
    succeeds = true;
    clicked = [];
  });

  const run = (call: ProgramCall) => {
    calls.push(call);
    return Promise.resolve(succeeds);
  };
  const notification = (text: string, open = () => undefined) => ({
    ...{ key: 'me@example.org\nada@example.org', summary: text, body: text, sound: true },
    ...{ actions: [], open },
  });
  const windows = () =>
    new WindowsNotifications({
      ...{ run, editor: EDITOR, env: { SystemRoot: 'D:\\Windows', Path: 'C:\\x' } },
      uriFor: (action) => {
        clicked.push(action);
        return Promise.resolve('vscode://parley.parley-xmpp/notification?id=1&windowId=2');
      },
    });
  const scriptOf = ({ args }: ProgramCall) =>
    Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');

  it('A51: on macOS never takes a text for a part of the script, nor for an option', async () => {
    const mac = new MacNotifications(run, {});
    for (const text of HOSTILE) assert.equal(await mac.show(notification(text)), true);
    assert.deepEqual(new Set(calls.map(({ program }) => program)), new Set(['/usr/bin/osascript']));
    assert.equal(new Set(calls.map(({ input }) => input)).size, 1);
    assert.deepEqual(
      calls.map(({ args }) => args),
      HOSTILE.map((text) => ['-', text, text, 'default']),
    );
    await mac.show({ ...notification('quiet'), sound: false });
    assert.deepEqual(calls.at(-1)?.args, ['-', 'quiet', 'quiet']);
  });

  it('A51: on Windows never takes a text for a part of the script, nor for markup', async () => {
    const desktop = windows();
    for (const text of HOSTILE) await desktop.show(notification(text));
    assert.equal(new Set(calls.map(scriptOf)).size, 1);
    for (const [at, { program, args, env }] of calls.entries()) {
      assert.equal(program, 'D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
      assert.deepEqual(args.slice(0, -1), [
        ...['-NoLogo', '-NoProfile', '-NonInteractive', '-WindowStyle', 'Hidden'],
        '-EncodedCommand',
      ]);
      assert.equal(env['PARLEY_APP'], 'Microsoft.VisualStudioCode');
      const [toast] = parseXml(env['PARLEY_TOAST'] ?? '');
      const texts = toast?.getChild('visual')?.getChild('binding')?.getChildren('text');
      const expected = (HOSTILE[at] ?? '')
        .replaceAll('\u0007', '\ufffd')
        .replace(/[\ud800\ufffe\uffff]/gu, '\ufffd');
      assert.deepEqual(
        texts?.map((text) => text.text()),
        [expected, expected],
      );
    }
  });

  it('A51: on Windows a click opens the URI, and no text changes that', () => {
    const [toast] = parseXml(
      toastXml(notification('" launch="file:///x'), 'vscode://a/b?id=1&w=2'),
    );
    assert.deepEqual(toast?.attrs, { activationType: 'protocol', launch: 'vscode://a/b?id=1&w=2' });
    assert.equal(toast.getChild('audio')?.attrs['src'], 'ms-winsoundevent:Notification.IM');
    const binding = (xml: string) => parseXml(xml)[0]?.getChild('visual')?.getChild('binding');
    assert.equal(
      binding(toastXml(notification('x'), 'vscode://a/b'))?.getChild('image'),
      undefined,
    );
    const picture = String.raw`C:\Users\A&B "x"\a1`;
    const drawn = binding(toastXml({ ...notification('x'), picture }, 'vscode://a/b'));
    assert.equal(drawn?.getChild('image')?.attrs['src'], picture);
    const [quiet] = parseXml(toastXml({ ...notification('x'), sound: false }, 'vscode://a/b'));
    assert.deepEqual(quiet?.getChild('audio')?.attrs, { silent: 'true' });
  });

  it('on Windows replaces the one of the same chat, removes it once, and opens it', async () => {
    const desktop = windows();
    let opened = 0;
    await desktop.show(
      notification('one', () => {
        opened++;
        return undefined;
      }),
    );
    await desktop.show(notification('two'));
    desktop.remove('me@example.org\nada@example.org');
    desktop.remove('me@example.org\nada@example.org');
    assert.equal(calls.length, 3);
    assert.equal(new Set(calls.map(({ env }) => env['PARLEY_TAG'])).size, 1);
    assert.match(calls[0]?.env['PARLEY_TAG'] ?? '', /^[\da-f]{16}$/u);
    assert.match(scriptOf(calls[2] as ProgramCall), /History\.Remove\(/u);
    clicked[0]?.();
    assert.equal(opened, 1);
  });

  it('A51: on Windows shows a NUL, at which the environment would end', async () => {
    await windows().show(notification('seen\0unseen'));
    assert.match(calls[0]?.env['PARLEY_TOAST'] ?? '', /<text>seen\ufffdunseen<\/text>/u);
  });

  it('tell when they could not', async () => {
    succeeds = false;
    assert.equal(await windows().show(notification('x')), false);
    assert.equal(await new MacNotifications(run, {}).show(notification('x')), false);
  });

  it('are run without a shell, and may be missing or fail', async () => {
    const call = { program: process.execPath, env: {}, args: [] };
    const check = 'process.exit(process.argv[1] === "$(id) `id`" && !process.env.HOME ? 0 : 1)';
    assert.equal(await runProgram({ ...call, args: ['-e', check, '$(id) `id`'] }), true);
    assert.equal(await runProgram({ ...call, input: 'process.exit(3)' }), false);
    assert.equal(await runProgram({ ...call, input: 'process.exit(0)' }), true);
    assert.equal(await runProgram({ ...call, program: '/nowhere/at-all' }), false);
    assert.equal(await runProgram({ ...call, args: ['a\0b'] }), false);
    assert.equal(await runProgram({ ...call, env: { PARLEY_TOAST: 'a\0b' } }), false);
  });

  it('A51: are given each text as it is, in an argument and in the environment', async () => {
    const check =
      'process.exit(process.argv[1] === process.argv[2] && process.argv[1] === process.env.TEXT ? 0 : 1)';
    for (const text of HOSTILE) {
      // Neither has a way to hold half of a pair.
      const sent = Buffer.from(text).toString();
      const call = {
        program: process.execPath,
        env: { TEXT: sent },
        args: ['-e', check, '--', sent, sent],
      };
      assert.equal(await runProgram(call), true, text);
    }
  });
});

describe('bringing the window to the front', () => {
  const env = { HOME: '/home/me', VSCODE_IPC_HOOK: 'x', ELECTRON_RUN_AS_NODE: '1' };
  const editor = {
    appRoot: '/usr/share/code/resources/app',
    command: 'code',
    userData: '/home/me/.config/Code',
  };
  const mine = ['--user-data-dir', '/home/me/.config/Code'];

  it('opens what the window shows, or asks for the one that was active last', () => {
    const folder = { kind: 'folder', uri: 'file:///home/me/-x%20y' } as const;
    const call = raisingCall({ ...editor, workspace: folder }, env);
    assert.equal(call.program, '/usr/share/code/bin/code');
    assert.deepEqual(call.args, [...mine, '--folder-uri', 'file:///home/me/-x%20y']);
    const file = { kind: 'file', uri: 'file:///home/me/a.code-workspace' } as const;
    assert.deepEqual(raisingCall({ ...editor, workspace: file }, env).args, [
      ...[...mine, '--file-uri', 'file:///home/me/a.code-workspace'],
    ]);
    assert.deepEqual(raisingCall(editor, env).args, [...mine, '--reuse-window']);
  });

  it('hands on the token for Wayland, and nothing that is for the inside of the editor', () => {
    assert.deepEqual(raisingCall(editor, env).env, { HOME: '/home/me' });
    assert.deepEqual(raisingCall(editor, env, 'token_TIME1').env, {
      ...{ HOME: '/home/me', XDG_ACTIVATION_TOKEN: 'token_TIME1' },
      DESKTOP_STARTUP_ID: 'token_TIME1',
    });
  });

  it('runs the command of the editor, whatever is on the path', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-editor-'));
    const out = path.join(folder, 'out');
    await mkdir(path.join(folder, 'bin'));
    const script = '#!/bin/sh\necho "$@" "$XDG_ACTIVATION_TOKEN" > "$OUT"\n';
    await writeFile(path.join(folder, 'bin/code'), script, { mode: 0o755 });
    const window = { ...editor, appRoot: path.join(folder, 'resources/app') };
    assert.equal(await runProgram(raisingCall(window, { OUT: out, PATH: '/nowhere' }, 't1')), true);
    assert.equal(await readFile(out, 'utf8'), `${mine.join(' ')} --reuse-window t1\n`);
    await rm(folder, { recursive: true });
  });
});
