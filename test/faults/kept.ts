import type { OfChat } from '../../src/api/requests.ts';
import type { MessageView } from '../../src/api/views.ts';
import type { WindowProcess } from './windowProcess.ts';

const PAGE = 1000;

/** A chat as the product keeps it, in its order: the messages whose bodies begin with this name. */
export async function keptOf(
  window: WindowProcess,
  of: OfChat,
  name: string,
): Promise<readonly MessageView[]> {
  const kept: MessageView[] = [];
  for (let after: string | null = null; ;) {
    const page: readonly MessageView[] = await window.request('getMessages', {
      ...of,
      limit: PAGE,
      after,
    });
    kept.push(...page);
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  return kept.filter(({ body }) => body.startsWith(`${name} `));
}

/** `session-moved`: the window that held the session ended before it could say what became of it. */
export function isFailure(error: unknown, code: 'session-moved' | 'history-full'): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
