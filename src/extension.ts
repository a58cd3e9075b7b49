import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from './base/clock.ts';
import type { Jid } from './base/jid.ts';
import { DisposableStore } from './base/lifecycle.ts';
import { tabPermissions } from './host/tabPermissions.ts';
import { HostChannel } from './host/channel.ts';
import { startSession } from './host/session.ts';
import { Accounts } from './model/accounts.ts';
import type { History } from './model/history.ts';
import { Retention } from './model/retention.ts';
import { PersistentAccountStore } from './storage/accountStore.ts';
import { readCaFile } from './storage/caFile.ts';
import { MemoryHistory } from './storage/memoryHistory.ts';
import { ownResource } from './storage/resource.ts';
import { watchActivity } from './ui/activity.ts';
import { SqliteHistory } from './storage/sqlite/sqliteHistory.ts';
import { Attention } from './ui/attention.ts';
import { ChatPanels } from './ui/chatPanels.ts';
import { registerCommands, showError } from './ui/commands/command.ts';
import { commands } from './ui/commands/index.ts';
import { ContactsTree } from './ui/contactsTree.ts';
import { keepContextKeys } from './ui/contextKeys.ts';
import { FileDrop } from './ui/fileDrop.ts';
import { IdleTimer } from './ui/idle.ts';
import { LastDocument } from './ui/lastDocument.ts';
import { Notifications } from './ui/notifications.ts';
import { PresenceStatusBar } from './ui/presenceStatusBar.ts';
import { ReceivedFiles } from './ui/receivedFile.ts';
import {
  acceptRequestsSetting,
  caFileSetting,
  idleMinutes,
  keepDaysSetting,
  sendChatStatesSetting,
  sendDisplayedSetting,
  serverSetting,
} from './ui/settings.ts';
import { ViewState } from './ui/state.ts';
import { UnreadDecorations } from './ui/unreadDecorations.ts';
import { SharedSession } from './windows/sharedSession.ts';
import { parseManualEndpoint } from './xmpp/manualEndpoint.ts';
import { XmppLink } from './xmpp/link.ts';
import { fetchRegistrationForm } from './xmpp/registration.ts';

/** Composition root: builds the storeys from the ground up and hands each what it needs. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const log = own(vscode.window.createOutputChannel('Parley', { log: true }));
  const clock = systemClock;
  const trustedCa = () => readCaFile(caFileSetting());
  const reach = (account: Jid) => ({
    account,
    manual: parseManualEndpoint(serverSetting(account)),
    ca: trustedCa(),
  });

  const openHistory = () =>
    new SqliteHistory({
      file: path.join(context.globalStorageUri.fsPath, 'history.sqlite'),
      program: context.asAbsolutePath('dist/storage.cjs'),
      fallback: new MemoryHistory(),
      log,
      tell: (sentence) => void vscode.window.showWarningMessage(sentence),
    });
  const openAccounts = (history: History) =>
    new Accounts({
      clock,
      log,
      trustedCa,
      acceptsRequests: acceptRequestsSetting,
      sendsDisplayed: sendDisplayedSetting,
      sendsChatStates: sendChatStatesSetting,
      history,
      store: new PersistentAccountStore(context.globalState, context.secrets),
      openLink: (options) =>
        new XmppLink(
          {
            ...options,
            password: () => Promise.resolve(options.password),
            ...reach(options.account),
            resource: ownResource(context.globalState),
            pinnedFingerprint: options.fingerprint,
            strongestMechanism: options.mechanism,
          },
          { clock, log },
        ),
      fetchRegistration: (server, pinnedFingerprint) =>
        fetchRegistrationForm({ ...reach(server), pinnedFingerprint }, { clock, log }),
    });
  /** In the window that owns the session, and nowhere else: the history has one writer. */
  const start = async (takesOver: boolean) => {
    const owned = new DisposableStore();
    const history = owned.add(openHistory());
    owned.add(new Retention({ history, clock, log, keepDays: keepDaysSetting }));
    const deps = { clock, log };
    const { host } = owned.add(await startSession(openAccounts(history), takesOver, deps));
    return { host, dispose: () => owned.dispose() };
  };
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'session').fsPath;
  const session = own(new SharedSession({ folder, start, clock, log }));
  const { api, joined } = session;
  const state = own(new ViewState(api));
  const lastDocument = own(new LastDocument());
  const run = (what: string, action: () => Promise<void>) => {
    action().catch((error: unknown) => showError(log, what, error));
  };
  const panels = own(
    new ChatPanels(
      state,
      {
        api,
        extensionUri: context.extensionUri,
        connect: (of, post) => new HostChannel(api, tabPermissions(of), post),
        lastDocument: () => lastDocument.get(),
        received: own(new ReceivedFiles(api, () => lastDocument.get())),
        run,
      },
      joined,
    ),
  );

  own(new ContactsTree(state, new FileDrop(api, run)));
  own(new UnreadDecorations(state));
  own(new PresenceStatusBar(state));
  const attention = own(new Attention(api, clock, vscode.window.state.focused));
  own(
    new Notifications(state, {
      clock,
      isHere: () => attention.notifies,
      isSeen: (of) => panels.isSeen(of),
      openChat: (of) => panels.open(of),
    }),
  );
  own(keepContextKeys(state));
  own(vscode.window.onDidChangeWindowState(({ focused }) => attention.setFocused(focused)));
  const idle = own(
    new IdleTimer(clock, {
      minutes: idleMinutes,
      isHere: () => vscode.window.state.active,
      tell: (level) => attention.setIdle(level),
    }),
  );
  own(watchActivity(() => idle.touch()));
  own(
    registerCommands(commands, {
      api,
      state,
      log,
      openChat: (of) => panels.open(of),
      showLog: () => log.show(),
      restored: joined,
      lastDocument: () => lastDocument.get(),
      storage: context.globalStorageUri,
    }),
  );
}
