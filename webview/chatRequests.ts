import type { Api } from '../src/api/channel.ts';
import type { OfChat } from '../src/api/requests.ts';
import type { ChatState } from '../src/api/views.ts';
import { t } from '../src/base/l10n.ts';
import { failureText } from './failure.ts';

export interface ChatRequestsDeps {
  readonly api: Api;
  readonly of: OfChat;
  /** Shows an error, as one sentence. */
  readonly notify: (notice: string) => void;
  readonly dismissNotice: () => void;
}

/** What the user asks of the host in a chat, besides what they type; the notice tells what failed. */
export class ChatRequests {
  readonly #deps: ChatRequestsDeps;

  constructor(deps: ChatRequestsDeps) {
    this.#deps = deps;
  }

  retry(message: string): Promise<void> {
    return this.#ask(t('The message was not sent again'), () =>
      this.#deps.api.request('retryMessage', { ...this.#deps.of, message }),
    );
  }

  deleteMessage(message: string): Promise<void> {
    return this.#ask(t('The message was not deleted'), () =>
      this.#deps.api.request('deleteMessage', { ...this.#deps.of, message }),
    );
  }

  retractMessage(message: string): Promise<void> {
    return this.#ask(t('The message was not deleted'), () =>
      this.#deps.api.request('retractMessage', { ...this.#deps.of, message }),
    );
  }

  react(message: string, emoji: string, on: boolean): Promise<void> {
    return this.#ask(t('Your reaction was not sent'), () =>
      this.#deps.api.request('react', { ...this.#deps.of, message, emoji, on }),
    );
  }

  /** Ignores the author of a message in the room. */
  ignoreAuthor(message: string): Promise<void> {
    return this.#ask(t('Nobody is ignored'), () =>
      this.#deps.api.request('ignoreOccupant', { ...this.#deps.of, of: { message } }),
    );
  }

  /** The user accepts the occupant who has the nick of this chat now. */
  acceptOccupant(): Promise<void> {
    return this.#ask(t('Nothing can be written here yet'), () =>
      this.#deps.api.request('acceptOccupant', this.#deps.of),
    );
  }

  reconnect(): Promise<void> {
    return this.#ask(t('No new try to connect'), () =>
      this.#deps.api.request('reconnect', { account: this.#deps.of.account }),
    );
  }

  cancelTransfer(transfer: string): Promise<void> {
    return this.#ask(t('The transfer was not cancelled'), () =>
      this.#deps.api.request('cancelTransfer', { ...this.#deps.of, transfer }),
    );
  }

  /** Declines the file that a message offers, or cancels its transfer, or that of one being saved, by its id. */
  stopFile(message: string): Promise<void> {
    return this.#ask(t('The file was not stopped'), () =>
      this.#deps.api.request('stopFile', { ...this.#deps.of, message }),
    );
  }

  retryTransfer(transfer: string): Promise<void> {
    return this.#ask(t('The file was not sent again'), () =>
      this.#deps.api.request('retryTransfer', { ...this.#deps.of, transfer }),
    );
  }

  /** Whether files of these sizes, in bytes, can be sent in any way; if not, the notice says why. */
  async maySend(sizes: readonly number[]): Promise<boolean> {
    this.#deps.dismissNotice();
    try {
      for (const size of sizes) {
        await this.#deps.api.request('findWay', { ...this.#deps.of, size });
      }
      return true;
    } catch (error) {
      this.#deps.notify(failureText(t('Nothing was sent'), error));
      return false;
    }
  }

  /** The ids of the last messages in the chat that contain a text, up to `limit`, oldest first. */
  async find(text: string, limit: number): Promise<readonly string[]> {
    try {
      return await this.#deps.api.request('findInChat', { ...this.#deps.of, text, limit });
    } catch (error) {
      this.#deps.notify(failureText(t('Nothing was looked for'), error));
      return [];
    }
  }

  /** Reports the chat state to the host, which decides whether to send it. */
  async setChatState(state: ChatState): Promise<void> {
    try {
      await this.#deps.api.request('setChatState', { ...this.#deps.of, state });
    } catch {
      // Nothing the user can do: without an account there is no contact to notify.
    }
  }

  async #ask(failure: string, request: () => Promise<unknown>): Promise<void> {
    try {
      await request();
    } catch (error) {
      this.#deps.notify(failureText(failure, error));
    }
  }
}
