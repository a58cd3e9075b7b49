import { savingId } from '../../src/api/savingId.ts';
import type { PanelPort } from '../port.ts';
import type { ChatStore } from '../store.ts';
import { messageLink } from './messageLink.ts';
import type { MessageActions } from './messageRow.ts';

/** The actions handled by the tab itself. */
export type TabActions = Pick<
  MessageActions,
  'avatarOf' | 'showMessage' | 'edit' | 'reply' | 'pickReaction'
>;

/** The actions on a message: handled by the panel, the store, or the tab. */
export function createMessageActions(
  store: ChatStore,
  panel: PanelPort,
  tab: TabActions,
): MessageActions {
  const { account, chat } = store.of;
  return {
    ...tab,
    senderId: ({ outgoing, sender = chat }) => (outgoing ? account : sender),
    ownNick: () => store.head?.room?.nick ?? '',
    moderate: (message) => {
      panel.tell({ type: 'moderate', message });
    },
    mayModerate: () => store.head?.room?.rights.includes('moderate') === true,
    ignoreAuthor: (message) => void store.requests.ignoreAuthor(message),
    mayIgnore: ({ outgoing, sender = chat }) =>
      store.head?.room !== undefined && !outgoing && sender !== chat,
    isRoom: () => store.head?.room !== undefined,
    openLink: (url) => {
      panel.tell({ type: 'openLink', url });
    },
    saveFile: (message, file) => {
      panel.tell({ type: 'saveFile', ...fileOf(message, file) });
    },
    acceptFile: (message) => {
      panel.tell({ type: 'acceptFile', message });
    },
    revealFile: (message, file) => {
      panel.tell({ type: 'revealFile', ...fileOf(message, file) });
    },
    stopFile: (message, file) => void store.requests.stopFile(savingId(message, file)),
    openFile: (message, file) => {
      panel.tell({ type: 'openFile', ...fileOf(message, file) });
    },
    copyText: (text) => {
      panel.tell({ type: 'copyText', text });
    },
    insertCode: (code) => {
      panel.tell({ type: 'insertCode', code });
    },
    openCode: (code, language) => {
      panel.tell({ type: 'openCode', code, ...(language !== undefined && { language }) });
    },
    previewFile: (message, file) => {
      panel.tell({ type: 'previewFile', ...fileOf(message, file) });
    },
    showPicture: (message, file) => {
      panel.tell({ type: 'showPicture', ...fileOf(message, file) });
    },
    viewFile: (message, file) => {
      panel.tell({ type: 'viewFile', ...fileOf(message, file) });
    },
    compareFile: (message, file) => {
      panel.tell({ type: 'compareFile', ...fileOf(message, file) });
    },
    retry: (message) => void store.requests.retry(message),
    deleteMessage: (message) => void store.requests.deleteMessage(message),
    retractMessage: (message) => void store.requests.retractMessage(message),
    setReaction: (message, emoji, on) => void store.requests.react(message, emoji, on),
    copyLink: (message) => {
      panel.tell({ type: 'copyText', text: messageLink(chat, message) });
    },
  };
}

/** The first file of a message is named by the message alone. */
function fileOf(message: string, file: number) {
  return { message, ...(file > 0 && { file }) };
}
