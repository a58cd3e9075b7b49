import { t } from '../../base/l10n.ts';
import { isProgramName } from '../../base/programName.ts';
import { isProgram } from '../../base/programs.ts';
import { editor } from '../editor.ts';

/**
 * Asks before saving a program, recognized by one of its names or by its content.
 * @param content absent while it is not known yet
 */
export async function maySave(paths: readonly string[], content?: Uint8Array): Promise<boolean> {
  if (!isProgramPath(paths) && !(content && isProgram(content))) return true;
  return confirmProgram(nameOf(paths[0]));
}

/** Whether one of these paths names a program. */
export function isProgramPath(paths: readonly string[]): boolean {
  return paths.map(nameOf).some(isProgramName);
}

/** Asks before saving a program. */
export async function confirmProgram(name: string): Promise<boolean> {
  const save = t('Save Anyway');
  const chosen = await editor.showWarningMessage(
    t('{name} is a program, or holds one. Save it?', { name }),
    {
      modal: true,
      detail: t(
        'Once it is opened it can do on this machine whatever you can. Save it only if you expected it, and trust its sender.',
      ),
    },
    save,
  );
  return chosen === save;
}

function nameOf(path = ''): string {
  return path.split('/').at(-1) ?? '';
}
