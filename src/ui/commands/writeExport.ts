import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { writeNewFile } from '../../base/newFile.ts';
import { userError } from '../../base/userError.ts';

/**
 * Writes what is exported to a file that the user has chosen, atomically; on this machine, only the
 * user can read it. @throws RequestError
 */
export async function writeExport(target: vscode.Uri, content: Uint8Array): Promise<void> {
  try {
    // The dialog has confirmed replacing an existing file.
    if (target.scheme === 'file') await writeNewFile(target.fsPath, content, { replace: true });
    else await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    throw new RequestError(
      error instanceof Error && 'code' in error
        ? userError('not-exported.reason', { reason: String(error.code) })
        : userError('not-exported'),
    );
  }
}
