import type { CommandContext } from './command.ts';

/** `XMPP: Reconnect Now`: retries all accounts that lost the connection, else those set offline. */
export async function reconnect({ api, state }: CommandContext): Promise<void> {
  const lost = state.accounts.filter(({ connection }) => connection.phase !== 'online');
  const wanted = lost.filter(({ connection }) => connection.phase !== 'offline');
  for (const { id } of wanted.length > 0 ? wanted : lost) {
    await api.request('reconnect', { account: id });
  }
}
