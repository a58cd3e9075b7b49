import type { Method, OfChat } from '../api/requests.ts';
import type { Topic } from '../api/topics.ts';
import type { Permissions } from './channel.ts';

/**
 * A chat tab shows what strangers wrote: it may ask for little, and for its own chat only. What it may do
 * there, it may do at any time, for nobody can tell whether the user has clicked: write and take back
 * messages as the user, mark them as read, stop and repeat transfers. What is not in that chat already
 * leaves the editor by the panel alone, which asks the user (`ui/chat/chatPanel.ts`).
 */
const METHODS: ReadonlySet<string> = new Set<Method>([
  'sendMessage',
  'retryMessage',
  'loadOlder',
  'markRead',
  'setChatState',
  'deleteMessage',
  'loadNewer',
  'loadAround',
  'correctMessage',
  'retractMessage',
  'react',
  'findInChat',
  'saveDraft',
  'cancelTransfer',
  'retryTransfer',
]);
/** These tell, and change, nothing of other chats. */
const ACCOUNT_METHODS: ReadonlySet<string> = new Set<Method>(['reconnect', 'checkUpload']);
const TOPICS: ReadonlySet<string> = new Set<Topic>(['chat', 'messages', 'transfers']);

/** What the tab of this chat may ask of the host. */
export function tabPermissions(of: OfChat): Permissions {
  const isOwn = (params: unknown, whole: boolean) => {
    const { account, chat } = (params ?? {}) as Partial<OfChat>;
    return account === of.account && (!whole || chat === of.chat);
  };
  return {
    mayRequest: (method, params) =>
      (METHODS.has(method) && isOwn(params, true)) ||
      (ACCOUNT_METHODS.has(method) && isOwn(params, false)),
    maxWatches: 100,
    maxRequests: 1000,
    mayWatch: (topic, params) => TOPICS.has(topic) && isOwn(params, true),
  };
}
