import * as vscode from 'vscode';
import { RequestError } from '../../api/channel.ts';
import { isRecord } from '../../base/isRecord.ts';
import { plural, t } from '../../base/l10n.ts';
import { userError } from '../../base/userError.ts';
import { editor } from '../editor.ts';
import { cancellable } from '../files/cancellable.ts';
import { gitApi, type GitApi, type GitRepository } from '../files/changes/gitExtension.ts';
import { allChanges, type Chosen, repositoryPatch } from '../files/changes/repositoryPatch.ts';
import { patchSource } from '../files/changes/patchSource.ts';
import { withoutIcons } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { sendToChosen } from './sendToChosen.ts';

/** The group of what is staged, as the Git extension names and numbers it. */
const STAGED_GROUP = 'index';
const STAGED_TYPE = 1;

/**
 * `XMPP: Send Changes to Contact…`: what has changed in a repository since its last commit, as a
 * patch. Menus of the source control view pass a repository, a group of changes, or changes.
 */
export async function sendChanges(context: CommandContext, ...args: unknown[]): Promise<void> {
  const git = await gitApi();
  const given = args.flatMap(chosenBy);
  const repository = await repositoryOf(git, args, given);
  if (!repository) return;
  const own = given.filter(({ uri }) => isOf(git.getRepository(uri), repository));
  const isPart = args.some(
    (arg) => isRecord(arg) && ('resourceUri' in arg || 'resourceStates' in arg),
  );
  const chosen = isPart ? own : allChanges(repository);
  const name = nameOf(repository);
  const patch = await cancellable(t('Reading the changes of {name}…', { name }), (_, isCancelled) =>
    repositoryPatch(repository, chosen, isCancelled),
  );
  if (!patch) return;
  await sendToChosen(context, [patchSource(name, patch, new Date())]);
  const [first] = patch.binary;
  if (first === undefined) return;
  void editor.showInformationMessage(
    plural(
      patch.binary.length,
      [
        'The patch does not contain {file}, which is binary: send it as a file.',
        'The patch does not contain {count} binary files, and names them: send them as files.',
      ],
      { file: first },
    ),
  );
}

/** The changes of a row: of a group all, else itself. */
function chosenBy(arg: unknown): readonly Chosen[] {
  if (!isRecord(arg)) return [];
  if (arg.resourceUri instanceof vscode.Uri) {
    return [{ uri: arg.resourceUri, isStaged: arg.resourceGroupType === STAGED_TYPE }];
  }
  if (!Array.isArray(arg.resourceStates)) return [];
  const isStaged = arg.id === STAGED_GROUP;
  return arg.resourceStates.flatMap(chosenBy).map(({ uri }) => ({ uri, isStaged }));
}

/** The repository of what a menu was opened on, else the only one, else what the user chooses. */
async function repositoryOf(
  git: GitApi,
  args: readonly unknown[],
  given: readonly Chosen[],
): Promise<GitRepository | undefined> {
  const root = args
    .map((arg) => isRecord(arg) && arg.rootUri)
    .find((one) => one instanceof vscode.Uri);
  const uri = root ?? given[0]?.uri;
  const found = uri && git.getRepository(uri);
  if (found) return found;
  const [first] = git.repositories;
  if (!first) throw new RequestError(userError('no-changes.no-repository'));
  if (git.repositories.length === 1) return first;
  const items = git.repositories.map((repository) => ({
    label: withoutIcons(nameOf(repository)),
    description: withoutIcons(repository.rootUri.fsPath),
    repository,
  }));
  return (await editor.showQuickPick(items, { title: t('Send the Changes of…') }))?.repository;
}

function nameOf({ rootUri }: GitRepository): string {
  return rootUri.path.split('/').findLast((part) => part !== '') ?? 'changes';
}

/** The Git extension gives another object of one repository each time. */
function isOf(one: GitRepository | null, { rootUri }: GitRepository): boolean {
  return one?.rootUri.toString() === rootUri.toString();
}
