import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Api, RequestError } from '../../api/channel.ts';
import type { ImportResult } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import { safeFileName } from '../../base/fileName.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { formatNumber, plural, t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import {
  type ContactChange,
  contactChanges,
  contactsFile,
  MAX_FILE_BYTES,
  parseContactsFile,
} from '../contacts/contactsFile.ts';
import { editor } from '../editor.ts';
import type { CommandContext } from './command.ts';
import { pickAccount } from './pickAccount.ts';
import { pickChanges } from './pickChanges.ts';
import { writeExport } from './writeExport.ts';

/** Number of contacts in one request: between two of them the user can cancel. */
const PART = 20;

/** `XMPP: Export Contacts…`: addresses, names and groups of an account, as JSON. */
export async function exportContacts({ state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Export the contacts of which account?'));
  if (!account) return;
  const name = safeFileName(t('contacts of {address}', { address: shownAddress(account.id) }));
  const target = await vscode.window.showSaveDialog({
    title: t('Export Contacts'),
    filters: { JSON: ['json'] },
    // Outside the workspace by default: files in it may be committed, or seen by others.
    defaultUri: vscode.Uri.file(path.join(homedir(), `${name}.json`)),
  });
  if (!target) return;
  const text = contactsFile(account.id, state.contactsOf(account.id));
  await writeExport(target, Buffer.from(text));
  editor.setStatusBarMessage(`$(check) ${t('The contacts were exported')}`, 5000);
}

/**
 * `XMPP: Import Contacts…`: shows what a file would add or change, and sends what the user chose.
 * Contacts are asked to show their presence only if the user says so.
 */
export async function importContacts({ api, state }: CommandContext): Promise<void> {
  const account = await pickAccount(state, t('Import contacts into which account?'));
  if (!account) return;
  const filters = { JSON: ['json'] };
  const [uri] = (await vscode.window.showOpenDialog({ openLabel: t('Import'), filters })) ?? [];
  if (!uri) return;
  const { contacts, invalid } = await readContacts(uri);
  const find = (address: string) => state.contact(account.id, address);
  const changes = contactChanges(account.id, contacts, find);
  if (changes.length === 0) {
    const all = plural(contacts.length, [
      'All {count} contact of the file are yours already',
      'All {count} contacts of the file are yours already',
    ]);
    await editor.showInformationMessage(`${withInvalid(all, invalid)}.`);
    return;
  }
  const known = state.contacts.filter((owned) => owned.account.id === account.id);
  const chosen = await pickChanges(t('Import Contacts'), changes, known);
  if (!chosen) return;
  const result = await sendChanges(api, account.id, chosen);
  await editor.showInformationMessage(`${withInvalid(outcome(result), invalid)}.`);
}

/** Sends some contacts at a time, with progress, until all are sent or the user cancels. */
export async function sendChanges(
  api: Api,
  account: string,
  {
    changes,
    subscribe,
  }: { readonly changes: readonly ContactChange[]; readonly subscribe: boolean },
): Promise<ImportResult> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: t('Adding contacts…'),
    cancellable: true,
  };
  return editor.withProgress(options, async (progress, token) => {
    let result: ImportResult = { added: 0, changed: 0, failed: 0 };
    for (let at = 0; at < changes.length && !token.isCancellationRequested; at += PART) {
      const part = changes.slice(at, at + PART);
      const contacts = part.map(({ address, name, groups }) => ({
        contact: address,
        name,
        groups,
      }));
      const more = await api.request('importContacts', { account, contacts, subscribe });
      result = {
        added: result.added + more.added,
        changed: result.changed + more.changed,
        failed: result.failed + more.failed,
        ...((result.reason ?? more.reason) && { reason: result.reason ?? more.reason }),
      };
      const done = Math.min(at + PART, changes.length);
      progress.report({ message: t('{done} of {count}', { done, count: changes.length }) });
    }
    return result;
  });
}

/** What became of the contacts, without the full stop. */
export function outcome({ added, changed, failed, reason }: ImportResult): string {
  const done = plural(
    added,
    ['{count} contact added, {changed} changed', '{count} contacts added, {changed} changed'],
    { changed: formatNumber(changed) },
  );
  if (failed === 0) return done;
  const why = reason ? say(reason).replace(/\.$/u, '') : '';
  const counts = { done, failed: formatNumber(failed) };
  return why === ''
    ? t('{done}, {failed} not', counts)
    : t('{done}, {failed} not: {why}', { ...counts, why });
}

/** A sentence, followed by what could not be read of the file; both without the full stop. */
function withInvalid(done: string, invalid: number): string {
  if (invalid === 0) return done;
  return plural(
    invalid,
    [
      '{done}; one entry of the file is no contact',
      '{done}; {count} entries of the file are no contacts',
    ],
    { done },
  );
}

/** @throws RequestError if it is too large, cannot be read or is no list of contacts */
async function readContacts(uri: vscode.Uri) {
  const name = uri.path.split('/').pop() ?? '';
  try {
    if ((await vscode.workspace.fs.stat(uri)).size <= MAX_FILE_BYTES) {
      const content = await vscode.workspace.fs.readFile(uri);
      const read = parseContactsFile(new TextDecoder().decode(content));
      if (read) return read;
    }
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
  }
  throw new RequestError(userError('bad-contacts-file', { name }));
}
