import type { MessageView } from '../../src/api/views.ts';
import { fileKind } from './fileKind.ts';
import { filesOf } from './messageFiles.ts';

/** Asks once for each picture that is drawn, where the user wants pictures shown by themselves. */
export class UnaskedPictures {
  readonly #ask: (message: string, file: number) => void;
  readonly #asked = new Set<string>();
  /** Whether the user wants that in this chat. */
  wanted = false;

  constructor(ask: (message: string, file: number) => void) {
    this.#ask = ask;
  }

  drawn(message: MessageView): void {
    if (!this.wanted || message.outgoing || message.offer) return;
    for (const [at, file] of filesOf(message).entries()) {
      // A corrected message may have another address.
      const key = `${message.id} ${at} ${file.url ?? ''}`;
      const isPicture = file.url !== undefined && fileKind(file) === 'picture';
      if (!isPicture || this.#asked.has(key)) continue;
      this.#asked.add(key);
      this.#ask(message.id, at);
    }
  }
}
