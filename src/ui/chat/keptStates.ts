import type { PanelState } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import { chatKey } from '../chatKey.ts';

/**
 * What the pages of chats had on screen, while this window lives: a page is gone when its chat moves
 * to another place, and its own storage with it.
 */
export class KeptStates {
  readonly #states = new Map<string, PanelState>();

  get(of: OfChat): PanelState | undefined {
    return this.#states.get(chatKey(of));
  }

  /** Keeps the state of a chat's page; one of another chat is ignored. */
  set(of: OfChat, state: PanelState): void {
    if (chatKey(of) === chatKey(state)) this.#states.set(chatKey(of), state);
  }

  /** The chat was closed: it opens at its end. */
  forget(of: OfChat): void {
    this.#states.delete(chatKey(of));
  }
}
