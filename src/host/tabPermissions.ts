import type { Method, OfChat } from '../api/requests.ts';
import type { Topic } from '../api/topics.ts';
import type { Permissions } from './channel.ts';

/** A chat tab shows what strangers wrote: it may ask for little, and for its own chat only. */
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
]);
const ACCOUNT_METHODS: ReadonlySet<string> = new Set<Method>([
  'reconnect',
  'checkUpload',
  'cancelTransfer',
  'retryTransfer',
]);
const TOPICS: ReadonlySet<string> = new Set<Topic>(['chat', 'messages']);

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
    mayWatch: (topic, params) =>
      (TOPICS.has(topic) && isOwn(params, true)) || (topic === 'transfers' && isOwn(params, false)),
  };
}
