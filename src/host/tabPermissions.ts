import type { OfChat } from '../api/requests.ts';
import type { Permissions } from './channel.ts';
import type { TabRight } from './method.ts';
import { isMethod, methods } from './methods.ts';
import { isTopic, topics } from './topics.ts';

/**
 * What the tab of this chat may ask of the host: that has the right for it in its row.
 *
 * A chat tab shows what strangers wrote: it may ask for little, and for its own chat only; of its account, for
 * what tells and changes nothing of other chats. What it may do there, it may do at any time, for
 * nobody can tell whether the user has clicked: write and take back messages as the user, mark them as read,
 * stop and repeat transfers. What is not in that chat already leaves the editor by the panel alone,
 * which asks the user (`ui/chat/chatPanel.ts`).
 */
export function tabPermissions(of: OfChat): Permissions {
  const isGranted = (right: TabRight, params: unknown) => {
    const { account, chat } = (params ?? {}) as Partial<OfChat>;
    switch (right) {
      case 'none':
        return false;
      case 'account':
        return account === of.account;
      case 'chat':
        return account === of.account && chat === of.chat;
    }
  };
  return {
    mayRequest: (method, params) => isMethod(method) && isGranted(methods[method].tab, params),
    maxWatches: 100,
    maxRequests: 1000,
    mayWatch: (topic, params) => isTopic(topic) && isGranted(topics[topic].tab, params),
  };
}
