import type { CommandContext } from './command.ts';

/** `XMPP: Reconnect Now`: every account that is not online tries at once. */
export async function reconnect({ api, state }: CommandContext): Promise<void> {
  for (const { id, connection } of state.accounts) {
    if (connection.phase !== 'online') await api.request('reconnect', { account: id });
  }
}
