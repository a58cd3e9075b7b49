import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { say } from '../../api/say.ts';
import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { openLink } from '../chat/links.ts';

/** One step of a dialog, answered by typing. */
export interface InputStep {
  readonly title: string;
  /** The step's number; absent if it is the only one. */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** Why the last answer was rejected; shown until the user types. */
  readonly problem?: string | undefined;
  /** Returns what is wrong with the typed text; `undefined` if it is valid. */
  readonly validate?: (text: string) => string | undefined;
  /** Returns a warning about the typed text, which may be accepted all the same. */
  readonly caution?: (text: string) => string | undefined;
  /** A web page about the question, opened by a button. */
  readonly link?: string;
}

/** Asks for one step; stays open without the focus. @returns the text, or `undefined` after Esc */
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
    box.buttons = [
      { iconPath: new vscode.ThemeIcon('link-external'), tooltip: t('Open {link}', { link }) },
    ];
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

/**
 * Asks, and again with what was typed, and why, for as long as that is refused.
 * @param done gets the text without white space around it
 */
export async function askUntilDone(
  step: InputStep,
  done: (typed: string) => Promise<void>,
): Promise<void> {
  let { value = '' } = step;
  let problem: string | undefined;
  for (;;) {
    const typed = await askInput({ ...step, value, problem });
    if (typed === undefined) return;
    try {
      await done(typed.trim());
      return;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      value = typed;
      problem = say(error.userError);
    }
  }
}
