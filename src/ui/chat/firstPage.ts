import type { Api } from '../../api/channel.ts';
import type { FirstPage } from '../../api/panel.ts';
import type { OfChat, OfPages } from '../../api/requests.ts';
import type { MessageView } from '../../api/views.ts';
import { DisposableStore, onDispose } from '../../base/lifecycle.ts';

/** A page without messages is shown rather than none. */
const TIMEOUT_MS = 100;
/** Maximum length as JSON, in UTF-16 code units: a longer one is not worth its way to the page. */
const MAX_LENGTH = 300_000;

/** Reads what a chat tab shows before its own watches are answered; `undefined` if that takes long. */
export async function readFirstPage(
  api: Api,
  of: OfChat,
  timeoutMs = TIMEOUT_MS,
): Promise<FirstPage | undefined> {
  const first = await newestPage(api, { ...of, view: 'first' }, timeoutMs);
  return first && JSON.stringify(first).length <= MAX_LENGTH ? first : undefined;
}

function newestPage(api: Api, of: OfPages, timeoutMs: number): Promise<FirstPage | undefined> {
  return new Promise((resolve) => {
    const owned = new DisposableStore();
    const end = (first?: FirstPage) => {
      owned.dispose();
      resolve(first);
    };
    const timeout = setTimeout(end, timeoutMs);
    owned.add(
      onDispose(() => {
        clearTimeout(timeout);
      }),
    );
    let messages: readonly MessageView[] | undefined;
    owned.add(
      api.watch('messages', of, (change) => {
        if (messages) return;
        if (change.kind !== 'snapshot') {
          end();
          return;
        }
        messages = change.items;
        // Only now does the head say whether there are older messages.
        owned.add(
          api.watch('chat', of, (chat) => {
            const [head] = chat.kind === 'snapshot' ? chat.items : [];
            end(head && { head, messages: change.items });
          }),
        );
      }),
    );
  });
}
