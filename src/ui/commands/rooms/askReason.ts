import { formatNumber, t } from '../../../base/l10n.ts';
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
    prompt: t('{prompt}; may be empty', { prompt }),
    validate: (text) =>
      text.trim().length > MAX_LENGTH
        ? t('At most {most} characters: shorten it.', { most: formatNumber(MAX_LENGTH) })
        : undefined,
  });
  return typed?.trim();
}
