import path from 'node:path';
import type * as vscode from 'vscode';
import { editor } from './ui/editor.ts';
import type { Clock } from './base/clock.ts';
import type { Jid } from './base/jid.ts';
import { DisposableStore } from './base/lifecycle.ts';
import type { Log } from './base/log.ts';
import { startSession } from './host/session.ts';
import { Accounts } from './model/account/accounts.ts';
import type { History } from './model/history.ts';
import { Retention } from './model/chats/retention.ts';
import { PersistentAccountStore } from './storage/accountStore.ts';
import { readCaFile } from './storage/caFile.ts';
import { MemoryHistory } from './storage/memoryHistory.ts';
import { ResumeStates } from './storage/resumeStates.ts';
import { SqliteHistory } from './storage/sqlite/sqliteHistory.ts';
import { TextFiles } from './storage/textFiles.ts';
import * as settings from './ui/settings.ts';
import type { OwnSession } from './windows/sharedSession.ts';
import { XmppLink } from './xmpp/link.ts';
import { parseManualEndpoint } from './xmpp/stream/net/manualEndpoint.ts';
import { fetchRegistrationForm } from './xmpp/registration.ts';

/** What the whole extension has one of. */
export interface Tools {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Builds the storeys from the ground up to the host. Only the window that owns the session does, so
 * that the history has one writer and an account one connection.
 */
export async function openSession(
  context: vscode.ExtensionContext,
  takesOver: boolean,
  tools: Tools,
): Promise<OwnSession> {
  const owned = new DisposableStore();
  const history = owned.add(openHistory(context, tools.log));
  owned.add(new Retention({ history, ...tools, keepDays: settings.keepDaysSetting }));
  const accounts = openAccounts(context, history, tools);
  const { host } = owned.add(await startSession(accounts, takesOver, tools));
  return {
    host,
    dispose: () => {
      owned.dispose();
    },
  };
}

function openHistory(context: vscode.ExtensionContext, log: Log): SqliteHistory {
  return new SqliteHistory({
    file: path.join(context.globalStorageUri.fsPath, 'history.sqlite'),
    program: context.asAbsolutePath('dist/storage.cjs'),
    fallback: new MemoryHistory(),
    log,
    tell: (sentence) => void editor.showWarningMessage(sentence),
  });
}

function openAccounts(context: vscode.ExtensionContext, history: History, tools: Tools): Accounts {
  const folder = (name: string) => path.join(context.globalStorageUri.fsPath, name);
  const trustedCa = () => readCaFile(settings.caFileSetting());
  const reach = (account: Jid) => ({
    account,
    manual: parseManualEndpoint(settings.serverSetting(account)),
    ca: trustedCa(),
  });
  return new Accounts({
    ...tools,
    trustedCa,
    acceptsRequests: settings.acceptRequestsSetting,
    sendsDisplayed: settings.sendDisplayedSetting,
    sendsChatStates: settings.sendChatStatesSetting,
    history,
    store: new PersistentAccountStore(
      context.globalState,
      context.secrets,
      new ResumeStates(context.secrets, new TextFiles(folder('resume'))),
    ),
    openLink: (options) =>
      new XmppLink(
        {
          ...options,
          password: () => Promise.resolve(options.password),
          ...reach(options.account),
          pinnedFingerprint: options.fingerprint,
          strongestMechanism: options.mechanism,
        },
        tools,
      ),
    fetchRegistration: (server, pinnedFingerprint) =>
      fetchRegistrationForm({ ...reach(server), pinnedFingerprint }, tools),
  });
}
