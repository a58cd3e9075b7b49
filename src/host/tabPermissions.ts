import type { OfAccount, OfChat } from '../api/requests.ts';
import type { Permissions } from './channel.ts';
import type { TabRight } from './method.ts';
import { isMethod, methods } from './methods.ts';
import { isTopic, topics } from './topics.ts';

/**
 * Returns the permissions of the tab of this chat, from the rights in the rows of requests and
 * topics.
 *
 * A chat tab shows content from strangers: its permissions are few, and for its own chat only; of
 * its account, only what neither reveals nor changes anything of other chats. It has them at any
 * time, since user clicks cannot be verified: it may write and retract messages as the user, mark
 * them as read, stop and repeat transfers. Anything not yet in that chat leaves the editor only
 * through the panel, which asks the user (`ui/chat/chatPanel.ts`).
 */
export function tabPermissions(of: OfChat): Permissions {
  const isGranted = (right: TabRight, params: unknown) => {
    const { account, chat } = (params ?? {}) as Partial<OfChat>;
    switch (right) {
      case 'none':
      case 'directory':
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

/**
 * Returns the permissions of the tab of the user search of this account: it searches, and watches
 * nothing. What is done with a user goes through its panel (`ui/directory/directoryPanel.ts`).
 */
export function directoryPermissions(of: OfAccount): Permissions {
  const isOwn = (params: unknown) => (params as Partial<OfAccount> | null)?.account === of.account;
  return {
    mayRequest: (method, params) =>
      isMethod(method) && methods[method].tab === 'directory' && isOwn(params),
    maxWatches: 0,
    maxRequests: 20,
    mayWatch: () => false,
  };
}
