import { shownAddress } from '../../base/jidEscaping.ts';
import type { OfChat, RosterEntry } from '../../api/requests.ts';
import { formatNumber, t } from '../../base/l10n.ts';
import { askInput, type InputStep } from './inputBox.ts';

/** Maximum length of a typed name, in UTF-16 code units. */
const MAX_LENGTH = 256;

interface NameQuestion extends Pick<InputStep, 'title' | 'step' | 'totalSteps'> {
  readonly of: OfChat;
  /** The current name; empty for none. */
  readonly given: string;
}

/** Asks for a contact's name. @returns `{}` if it is unchanged; `undefined` after Esc */
export async function askName(
  question: NameQuestion,
): Promise<Pick<RosterEntry, 'name'> | undefined> {
  const step = nameStep(question);
  const typed = await askInput(step);
  if (typed === undefined) return undefined;
  return typed === step.value ? {} : { name: typed.trim() };
}

/** The step that asks for a contact's name. */
export function nameStep({ of, given, ...step }: NameQuestion): InputStep & { value: string } {
  // An input box has a single line.
  const value = given.replace(/[\r\n]/gu, ' ');
  return {
    ...step,
    prompt: t('Name of {address} in your contacts; empty for the address', {
      address: shownAddress(of.chat),
    }),
    placeholder: shownAddress(of.chat),
    value,
    validate: (text) =>
      text !== value && text.trim().length > MAX_LENGTH
        ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_LENGTH) })
        : undefined,
  };
}
