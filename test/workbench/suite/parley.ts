/** The extension under test and its manifest. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Command {
  readonly command: string;
  readonly category?: string;
}

interface Setting {
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly contributes?: {
    readonly commands?: readonly Command[];
    readonly configuration?: Configuration | readonly Configuration[];
  };
}

interface Configuration {
  readonly properties?: Readonly<Record<string, Setting>>;
}

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('parley.parley-xmpp');
  assert.ok(found, 'the extension is not installed');
  return found;
}

/** What the manifest contributes, the settings of all its sections in one. */
export function contributions(): {
  readonly commands: readonly Command[];
  readonly settings: Readonly<Record<string, Setting>>;
} {
  const { contributes = {} } = extension().packageJSON as Manifest;
  const sections = [contributes.configuration ?? []].flat();
  return {
    commands: contributes.commands ?? [],
    settings: Object.assign({}, ...sections.map(({ properties }) => properties)) as Record<
      string,
      Setting
    >,
  };
}
