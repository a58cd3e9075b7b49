import * as vscode from 'vscode';
import { makeVisible, shown } from '../api/visible.ts';
import { plain, unmarked } from './plain.ts';

type Tell = typeof vscode.window.showInformationMessage;
type Show = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

/** Properties with text that the user types, as opposed to text that is shown. */
const TYPED = ['value', 'filterValue'];
/** Properties with text below an input, in which the editor interprets markup. */
const BELOW_INPUT = ['prompt', 'validationMessage'];

/**
 * Wrappers of the editor's functions that show text. All text of this extension is shown through
 * them, so that text of others is made visible ({@link makeVisible}) and is never a link. Lint
 * forbids other ways.
 */
export const editor = {
  showInformationMessage: telling('showInformationMessage'),
  showWarningMessage: telling('showWarningMessage'),
  showErrorMessage: telling('showErrorMessage'),

  showQuickPick: <T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: vscode.QuickPickOptions & { readonly canPickMany?: false },
  ): Thenable<T | undefined> => vscode.window.showQuickPick(shown(items), shown(options)),

  showQuickPickMany: <T extends vscode.QuickPickItem>(
    items: readonly T[],
    options: vscode.QuickPickOptions,
  ): Thenable<T[] | undefined> =>
    vscode.window.showQuickPick(shown(items), { ...shown(options), canPickMany: true }),

  showInputBox: ({ prompt, ...options }: vscode.InputBoxOptions): Thenable<string | undefined> =>
    vscode.window.showInputBox({
      ...shown(options),
      ...(prompt !== undefined && { prompt: belowInput(prompt) }),
    }),

  setStatusBarMessage: (text: string, ms: number): vscode.Disposable =>
    vscode.window.setStatusBarMessage(makeVisible(text), ms),

  withProgress: <T>(
    options: vscode.ProgressOptions,
    task: Parameters<typeof vscode.window.withProgress<T>>[1],
  ): Thenable<T> =>
    vscode.window.withProgress(shown(options), (progress, token) =>
      task(
        {
          report: (value) => {
            progress.report(shown(value));
          },
        },
        token,
      ),
    ),

  createQuickPick: <T extends vscode.QuickPickItem>(): vscode.QuickPick<T> =>
    visibly(vscode.window.createQuickPick<T>()),

  createInputBox: (): vscode.InputBox => visibly(vscode.window.createInputBox()),

  createTreeView: <T>(id: string, options: vscode.TreeViewOptions<T>): vscode.TreeView<T> =>
    visibly(vscode.window.createTreeView(id, options)),

  createStatusBarItem: (
    id: string,
    alignment: vscode.StatusBarAlignment,
    priority: number,
  ): vscode.StatusBarItem => visibly(vscode.window.createStatusBarItem(id, alignment, priority)),

  createWebviewPanel: (
    type: string,
    title: string,
    where: vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn },
    options: vscode.WebviewOptions & vscode.WebviewPanelOptions,
  ): vscode.WebviewPanel =>
    vscode.window.createWebviewPanel(type, makeVisible(title), where, options),
};

/** Plain text, in which nothing is markup. @param image an address of ours, of an image above it */
export function plainMarkdown(text: string, image?: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  if (image !== undefined) markdown.appendMarkdown(`![](${image})\n\n`);
  return markdown.appendText(makeVisible(text));
}

function telling(show: Show): Tell {
  return ((message: string, ...rest: unknown[]) => {
    const tell = vscode.window[show] as (...all: unknown[]) => unknown;
    return tell(plain(makeVisible(message)), ...shown(rest));
  }) as Tell;
}

/** Escapes text shown below an input: a string, or a message with its severity. */
function belowInput<T>(value: T): T {
  const visible = shown(value);
  if (typeof visible === 'string') return unmarked(visible) as T;
  return isMessage(visible) ? { ...visible, message: unmarked(visible.message) } : visible;
}

function isMessage(value: unknown): value is { readonly message: string } {
  return typeof value === 'object' && value !== null && 'message' in value;
}

/** Wraps an object so that all text set on it to be shown is made visible. */
function visibly<T extends object>(object: T): T {
  // The proxy's target is a new object, since the editor's may be frozen.
  return new Proxy({} as T, {
    get: (_, key) => {
      const value: unknown = Reflect.get(object, key);
      return typeof value === 'function' ? (value.bind(object) as unknown) : value;
    },
    set: (_, key, value: unknown) => {
      const name = String(key);
      const show = BELOW_INPUT.includes(name) ? belowInput : shown;
      return Reflect.set(object, key, TYPED.includes(name) ? value : show(value));
    },
  });
}
