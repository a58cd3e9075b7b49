import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import type { OfChat } from '../../../api/requests.ts';
import { say } from '../../../api/say.ts';
import type { FormFieldView } from '../../../api/views.ts';
import { shownAddress } from '../../../base/jidEscaping.ts';
import { t } from '../../../base/l10n.ts';
import { oneLine } from '../../../base/oneLine.ts';
import { editor } from '../../editor.ts';
import { withoutIcons } from '../../plain.ts';
import type { CommandContext } from '../command.ts';
import { type Answers, askField } from '../registrationForm.ts';
import { answered, answerText, isAsked } from './formAnswers.ts';
import { chosenRoom, where } from './pickRoom.ts';

interface Item extends vscode.QuickPickItem {
  readonly field?: FormFieldView;
  readonly saves?: true;
}

/**
 * `XMPP: Configure Room…`: the room's own form as a list, from which fields are changed one by one
 * and then saved together; if the room refuses, the answers stay.
 */
export async function configureRoom(context: CommandContext, argument?: unknown): Promise<void> {
  const title = t('Configure which room?');
  const found = await chosenRoom(context, argument, title, where('configure'));
  if (found) await configure(context, found.of, found.room.name);
}

/** Configures a room that was just created, before others can enter; after Esc it is given up. */
export async function configureFirst(context: CommandContext, of: OfChat): Promise<boolean> {
  let isSaved = false;
  try {
    isSaved = await configure(
      context,
      of,
      shownAddress(of.chat),
      t('Save opens it; Esc gives it up'),
    );
  } finally {
    if (!isSaved) await context.api.request('cancelRoomForm', of);
  }
  return isSaved;
}

/** @returns whether it was saved; false after Esc */
async function configure(
  context: CommandContext,
  of: OfChat,
  name: string,
  hint = t('Enter changes a setting; save at the end'),
): Promise<boolean> {
  const { api, storage } = context;
  const form = await api.request('getRoomForm', of);
  const title = t('Configure {name}', { name });
  let answers = answered(form);
  let problem: string | undefined;
  for (;;) {
    const chosen = await editor.showQuickPick(itemsOf(form.fields, answers, problem), {
      title,
      placeHolder: [hint, oneLine(form.instructions)].filter((words) => words !== '').join(' – '),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (!chosen) return false;
    if (chosen.field) {
      const { name: key, label } = chosen.field;
      const field = { ...chosen.field, values: answers[key] ?? [] };
      const step = { title, step: 1, totalSteps: 1, prompt: label || key, problem: undefined };
      const answer = await askField(field, step, { server: '', storage });
      if (answer) answers = { ...answers, [key]: answer };
      continue;
    }
    if (!chosen.saves) continue;
    try {
      await api.request('setRoomForm', { ...of, values: answers });
      editor.setStatusBarMessage(`$(check) ${t('The room was configured')}`, 5000);
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problem = say(error.userError);
    }
  }
}

function itemsOf(
  fields: readonly FormFieldView[],
  answers: Answers,
  problem: string | undefined,
): Item[] {
  const asked = fields.filter((field) => isAsked(field) || field.type === 'fixed');
  return [
    ...(problem === undefined ? [] : [{ label: `$(error) ${withoutIcons(problem)}` }]),
    { label: `$(save) ${t('Save')}`, saves: true },
    ...asked.map((field): Item => {
      const text = withoutIcons(oneLine(field.label || field.name || (field.values[0] ?? '')));
      if (!isAsked(field)) return { label: text, kind: vscode.QuickPickItemKind.Separator };
      return {
        label: text,
        description: withoutIcons(answerText(field, answers[field.name] ?? [])),
        field,
      };
    }),
  ];
}
