import { askInput } from '../inputBox.ts';

/** Maximum length of a reason, in UTF-16 code units. */
const MAX_LENGTH = 1000;

/** Asks for a reason, which may be empty. @returns `undefined` after Esc */
export async function askReason(
  title: string,
  prompt: string,
  value = '',
): Promise<string | undefined> {
  const typed = await askInput({
    title,
    value,
    prompt: `${prompt}; may be empty`,
    validate: (text) =>
      text.trim().length > MAX_LENGTH ? `At most ${MAX_LENGTH} characters: shorten it.` : undefined,
  });
  return typed?.trim();
}
