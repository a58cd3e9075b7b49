import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { openLink } from '../chat/links.ts';

/** One step of a question that the user types the answer to. */
export interface InputStep {
  readonly title: string;
  /** Which of how many; absent where it is the only one. */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** Why the last answer was not right; shown until the user types. */
  readonly problem?: string | undefined;
  /** What is wrong with the text as it is typed; `undefined` when nothing is. */
  readonly validate?: (text: string) => string | undefined;
  /** What to be careful about in the text as it is typed; it may be given all the same. */
  readonly caution?: (text: string) => string | undefined;
  /** A web page that the question is about, opened by a button. */
  readonly link?: string;
}

/** Asks one step. Result: the text, or `undefined` after Esc. Stays open when the focus goes elsewhere. */
export function askInput(options: InputStep): Promise<string | undefined> {
  const box = editor.createInputBox();
  box.title = options.title;
  box.step = options.step;
  box.totalSteps = options.totalSteps;
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  box.password = options.password ?? false;
  box.validationMessage = options.problem;
  box.ignoreFocusOut = true;
  const { link } = options;
  if (link !== undefined) {
    box.buttons = [{ iconPath: new vscode.ThemeIcon('link-external'), tooltip: `Open ${link}` }];
    box.onDidTriggerButton(() => void openLink(link));
  }
  return new Promise((resolve) => {
    let answer: string | undefined;
    const warn = () => {
      const message = options.caution?.(box.value);
      const severity = vscode.InputBoxValidationSeverity.Warning;
      box.validationMessage = message === undefined ? undefined : { message, severity };
    };
    if (options.problem === undefined) warn();
    box.onDidChangeValue(warn);
    box.onDidAccept(() => {
      const problem = options.validate?.(box.value);
      box.validationMessage = problem;
      if (problem !== undefined) return;
      answer = box.value;
      box.hide();
    });
    box.onDidHide(() => {
      box.dispose();
      resolve(answer);
    });
    box.show();
  });
}
