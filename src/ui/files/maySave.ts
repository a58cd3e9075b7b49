import { isProgramName } from '../../base/programName.ts';
import { isProgram } from '../../base/programs.ts';
import { editor } from '../editor.ts';

/**
 * Asks before saving a program, recognized by one of its names or by its content.
 * @param content absent while it is not known yet
 */
export async function maySave(paths: readonly string[], content?: Uint8Array): Promise<boolean> {
  const names = paths.map((one) => one.split('/').at(-1) ?? '');
  if (!names.some(isProgramName) && !(content && isProgram(content))) return true;
  const save = 'Save Anyway';
  const chosen = await editor.showWarningMessage(
    `${names[0] ?? ''} is a program, or holds one. Save it?`,
    {
      modal: true,
      detail:
        'Once it is opened it can do on this machine whatever you can. Save it only if you expected it, and trust its sender.',
    },
    save,
  );
  return chosen === save;
}
