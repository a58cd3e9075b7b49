import type { HostMessage } from '../api/channel.ts';
import type { OfAccount, OfChat } from '../api/requests.ts';
import { HostChannel } from './channel.ts';
import type { Host } from './host.ts';
import { directoryPermissions, tabPermissions } from './tabPermissions.ts';

/** Serves the contract to the tab of a chat, for that chat only. */
export function connectTab(
  host: Host,
  of: OfChat,
  post: (message: HostMessage) => void,
): HostChannel {
  return new HostChannel(host, tabPermissions(of), post);
}

/** Serves the contract to the tab of the user search of an account. */
export function connectDirectory(
  host: Host,
  of: OfAccount,
  post: (message: HostMessage) => void,
): HostChannel {
  return new HostChannel(host, directoryPermissions(of), post);
}
