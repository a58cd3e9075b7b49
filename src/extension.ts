import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { editor } from './ui/editor.ts';
import type { HostMessage } from './api/channel.ts';
import type { OfChat } from './api/requests.ts';
import { say, speak } from './api/say.ts';
import { systemClock } from './base/clock.ts';
import { languageTag, t } from './base/l10n.ts';
import { limitedLog } from './base/log.ts';
import { product } from './base/product.ts';
import type { UserError } from './base/userError.ts';
import { watchActivity } from './ui/presence/activity.ts';
import { WindowAttention } from './ui/notifications/windowAttention.ts';
import { ChatPanels } from './ui/chat/chatPanels.ts';
import { ChatView } from './ui/chat/chatView.ts';
import { KeptStates } from './ui/chat/keptStates.ts';
import { OpenChats } from './ui/chat/openChats.ts';
import { DetailsPanels } from './ui/details/detailsPanels.ts';
import { DirectoryPanels } from './ui/directory/directoryPanels.ts';
import { registerCommands, showError } from './ui/commands/command.ts';
import { pickContact } from './ui/commands/pickContact.ts';
import { ChatsTree } from './ui/conversations/chatsTree.ts';
import { ChatSwitcher } from './ui/conversations/chatSwitcher.ts';
import { ContactsDrop } from './ui/contacts/contactsDrop.ts';
import { ContactsTree } from './ui/contacts/contactsTree.ts';
import { keepContextKeys } from './ui/contextKeys.ts';
import { downloadFolder } from './ui/files/downloadFolder.ts';
import { FileDrop } from './ui/files/fileDrop.ts';
import { IdleTimer } from './ui/presence/idle.ts';
import { registerLinkProviders } from './ui/links/linkProviders.ts';
import { LastDocument } from './ui/files/lastDocument.ts';
import { MessageSearch } from './ui/search/messageSearch.ts';
import { EditorDesktop } from './ui/desktop/editorDesktop.ts';
import { Notifications } from './ui/notifications/notifications.ts';
import { Notifier } from './ui/notifications/notifier.ts';
import { sayInEditor } from './ui/notifications/notify.ts';
import { senderPicture } from './ui/notifications/senderPicture.ts';
import { ownSentences } from './ui/ownSentences.ts';
import { PresenceStatusBar } from './ui/presence/presenceStatusBar.ts';
import { ReceivedFiles } from './ui/files/receivedFile.ts';
import { PageAssets } from './ui/pages/pageAssets.ts';
import { ProfilePanels } from './ui/profile/profilePanels.ts';
import * as settings from './ui/settings.ts';
import { ViewState } from './ui/state.ts';
import { RoomDrop } from './ui/rooms/roomDrop.ts';
import { RoomsTree } from './ui/rooms/roomsTree.ts';
import {
  contactDecorations,
  conversationDecorations,
  privateChatDecorations,
  roomDecorations,
} from './ui/unreadDecorations.ts';
import { TransfersTree } from './ui/transfers/transfersTree.ts';
import { UserTimeZone } from './ui/userTimeZone.ts';
import { watchAll } from './ui/watched.ts';
import { SharedSession } from './windows/sharedSession.ts';

/** Composition root: joins the session shared by all windows, and creates this window's views. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  speak(ownSentences());
  const clock = systemClock;
  const output = own(vscode.window.createOutputChannel('Parley', { log: true }));
  const log = limitedLog(output, clock);
  const desktop = {
    clock,
    log,
    values: context.globalState,
    secrets: context.secrets,
    settings: { ...settings, downloadFolder, language: languageTag },
    folder: context.globalStorageUri.fsPath,
    program: context.asAbsolutePath('dist/storage.cjs'),
    tell: (what: UserError) => void editor.showWarningMessage(say(what)),
  };
  const session = own(
    new SharedSession({
      ...desktop,
      folder: vscode.Uri.joinPath(context.globalStorageUri, 'session').fsPath,
      // Loaded after activation, and only if this window is to own the session.
      start: async (takesOver) => (await import('./desktop.ts')).startCore(desktop, takesOver),
      version: product.version,
    }),
  );
  const { api, joined } = session;
  const state = own(new ViewState(api));
  const timeZone = new UserTimeZone(context.globalState);
  const lastDocument = own(new LastDocument());
  const run = (what: string, action: () => Promise<void>) => {
    action().catch((error: unknown) => showError(log, what, error));
  };
  const received = own(new ReceivedFiles(api, () => lastDocument.get()));
  const tabs = loadTabs();
  const pages = {
    api,
    assets: new PageAssets(context.extensionUri, 'chat'),
    connect: tabs.then(
      ({ connectTab }) =>
        (of: OfChat, post: (message: HostMessage) => void) =>
          connectTab(api, of, post),
    ),
    kept: new KeptStates(),
    lastDocument: () => lastDocument.get(),
    pickContact: (typed: string) => pickContact(state, t('Link to a Contact'), { typed }),
    received,
    run,
    timeZone,
  };
  const chatTabs = own(new ChatPanels(state, { ...pages, extensionUri: context.extensionUri }));
  const isInTab = async (of: OfChat) => {
    await chatTabs.whole;
    return chatTabs.has(of);
  };
  const view = own(new ChatView(state, { ...pages, isInTab }));
  const chats = new OpenChats({
    ...{ api, state, run, view, tabs: chatTabs },
    setting: settings.openIn,
  });

  const directories = own(
    new DirectoryPanels(state, {
      api,
      extensionUri: context.extensionUri,
      assets: new PageAssets(context.extensionUri, 'directory'),
      connect: tabs.then(
        ({ connectDirectory }) =>
          (of, post) =>
            connectDirectory(api, of, post),
      ),
      lastDocument: () => lastDocument.get(),
      run,
    }),
  );

  const profiles = own(
    new ProfilePanels({
      ...{ api, run, extensionUri: context.extensionUri },
      assets: new PageAssets(context.extensionUri, 'profile'),
    }),
  );
  const details = own(
    new DetailsPanels({
      ...{ api, state, received, run, extensionUri: context.extensionUri },
      assets: new PageAssets(context.extensionUri, 'details'),
      openChat: (of, message) => {
        chats.open(of, message);
      },
      lastDocument: () => lastDocument.get(),
    }),
  );
  const removed = own(watchAll(api, 'removedAccounts', {}));
  own(
    removed.onDidChange(() => {
      for (const { id } of removed.values()) {
        chats.closeAllOf(id);
        details.closeAllOf(id);
        profiles.closeOf(id);
      }
    }),
  );
  const files = new FileDrop(api, run);
  own(new ChatsTree(api, state, timeZone, files));
  own(new ContactsTree(api, state, timeZone, new ContactsDrop(api, files, run)));
  own(new TransfersTree(state));
  own(new RoomsTree(api, state, new RoomDrop(api, files, run)));
  own(conversationDecorations(state));
  own(contactDecorations(state));
  own(roomDecorations(state));
  own(privateChatDecorations(state));
  own(new PresenceStatusBar(state));
  const attention = own(new WindowAttention(api, clock, vscode.window.state.focused));
  const desktopOfEditor = own(new EditorDesktop(context, clock));
  const notifier = own(
    new Notifier(state, {
      isFocused: () => vscode.window.state.focused,
      desktop: () => desktopOfEditor.notifications,
      picture: (of, hash) => senderPicture(api, clock, of, hash),
      content: settings.notificationContent,
      sound: settings.notificationSound,
      sayInEditor: (said) => void sayInEditor(said),
      raise: (token) => {
        run('coming to the front', () => desktopOfEditor.raise(token));
      },
      answer: (of, text) => {
        run('answering a notification', async () => {
          try {
            await api.request('sendMessage', { ...of, body: text });
          } catch (error) {
            chats.write(of, text);
            throw error;
          }
          await api.request('markRead', of);
        });
      },
      markRead: (of) => {
        run('marking a chat as read', async () => {
          await api.request('markRead', of);
        });
      },
    }),
  );
  own(
    new Notifications(state, {
      api,
      clock,
      say: (said) => {
        notifier.say(said);
      },
      isHere: () => attention.notifies,
      isSeen: (of) => chats.isSeen(of),
      openChat: (of) => chats.open(of),
      acceptFile: (of, message) => {
        run('accepting a file', () => received.accept(of, message));
      },
      declineFile: (of, message) => {
        run('declining a file', async () => {
          await api.request('stopFile', { ...of, message });
        });
      },
      muteChat: (of) => {
        run('muting a chat', async () => {
          await api.request('muteChat', { ...of, until: null });
        });
      },
      muteRoom: (of) => {
        run('muting a room', async () => {
          await api.request('setNotificationLevel', { ...of, level: 'never' });
        });
      },
    }),
  );
  own(keepContextKeys(state));
  own(
    registerLinkProviders((uri) => {
      desktopOfEditor.handleUri(uri);
    }),
  );
  own(vscode.window.onDidChangeWindowState(({ focused }) => attention.setFocused(focused)));
  const idle = own(
    new IdleTimer(clock, {
      idleMinutes: settings.idleMinutes,
      isHere: () => vscode.window.state.active,
      tell: (level) => attention.setIdle(level),
    }),
  );
  own(watchActivity(() => idle.touch()));
  const openChat = (of: OfChat, message?: string) => chats.open(of, message);
  const activeChat = () => chats.activeChat;
  const switcher = new ChatSwitcher({ state, openChat, activeChat });
  const search = new MessageSearch({ api, state, log, openChat, timeZone });
  own(
    registerCommands(commandsOf(context.extension), loadCommands(), {
      api,
      state,
      log,
      openChat,
      writeInChat: (of, text, cursor) => chats.write(of, text, cursor),
      openChatIn: (of, place) => chats.openIn(of, place),
      closeChat: (of) => chats.close(of),
      activeChat,
      chatInView: () => chats.chatInView,
      goToChat: () => switcher.show(),
      tellActiveChat: (command) => chats.tellActive(command),
      showLog: () => output.show(),
      searchMessages: () => search.show(),
      findUsers: (of) => directories.open(of),
      editProfile: (of) => {
        profiles.open(of);
      },
      showAddress: (of) => {
        profiles.open(of).showAddress();
      },
      showDetails: (of) => {
        details.open(of);
      },
      joined,
      received,
      lastDocument: () => lastDocument.get(),
      storage: context.globalStorageUri,
    }),
  );
}

/** All commands, which the manifest names. */
function commandsOf({ packageJSON }: vscode.Extension<unknown>): readonly string[] {
  const { contributes } = packageJSON as {
    contributes: { commands: readonly { command: string }[] };
  };
  return contributes.commands.map(({ command }) => command);
}

/** Loads what they do, after activation. */
async function loadCommands() {
  await setImmediate();
  return (await import('./ui/commands/index.ts')).commands;
}

/** Loads the code that serves tabs, after activation. */
async function loadTabs() {
  await setImmediate();
  return import('./host/tab.ts');
}
