import type { CommandContext } from './command.ts';

/** `XMPP: Reconnect Now`: every account that is not online tries at once, unless the user chose that. */
export async function reconnect({ api, state }: CommandContext): Promise<void> {
  const lost = state.accounts.filter(({ connection }) => connection.phase !== 'online');
  const wanted = lost.filter(({ connection }) => connection.phase !== 'offline');
  for (const { id } of wanted.length > 0 ? wanted : lost) {
    await api.request('reconnect', { account: id });
  }
}
