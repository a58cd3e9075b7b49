import * as vscode from 'vscode';
import { RequestError } from '../../../api/channel.ts';
import { say } from '../../../api/say.ts';
import type { FormFieldView } from '../../../api/views.ts';
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
  const { api, state, storage } = context;
  const found = await chosenRoom(state, argument, 'Configure which room?', where('configure'));
  if (!found) return;
  const { of, room } = found;
  const form = await api.request('getRoomForm', of);
  const title = `Configure ${room.name}`;
  let answers = answered(form);
  let problem: string | undefined;
  for (;;) {
    const chosen = await editor.showQuickPick(itemsOf(form.fields, answers, problem), {
      title,
      placeHolder: oneLine(form.instructions) || 'Enter changes a setting; save at the end',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (!chosen) return;
    if (chosen.field) {
      const { name, label } = chosen.field;
      const field = { ...chosen.field, values: answers[name] ?? [] };
      const step = { title, step: 1, totalSteps: 1, prompt: label || name, problem: undefined };
      const answer = await askField(field, step, { server: '', storage });
      if (answer) answers = { ...answers, [name]: answer };
      continue;
    }
    if (!chosen.saves) continue;
    try {
      await api.request('setRoomForm', { ...of, values: answers });
      editor.setStatusBarMessage('$(check) The room was configured', 5000);
      return;
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
    { label: '$(save) Save', saves: true },
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
