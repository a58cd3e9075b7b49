import type { PanelRequest } from '../../api/panel.ts';
import type { OfChat } from '../../api/requests.ts';
import { chatKey } from '../chatKey.ts';

/**
 * Keeps out what is not from the page of this chat: messages of the page that the view showed before
 * may still be on their way.
 */
export class PageDoor {
  readonly #key: string;
  #isOpen = false;

  constructor(of: OfChat) {
    this.#key = chatKey(of);
  }

  /** @param request absent for a message of the contract */
  admits(request: PanelRequest | undefined): boolean {
    if (request?.type !== 'loaded') return this.#isOpen;
    if (chatKey(request) !== this.#key) return false;
    this.#isOpen = true;
    return true;
  }
}
