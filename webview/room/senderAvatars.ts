import type { Api, Subscription } from '../../src/api/channel.ts';
import type { OfChat } from '../../src/api/requests.ts';

/** Maximum number of senders watched: those asked for last. */
const MAX_SENDERS = 200;
/** Delay in which the senders that come into sight are gathered, in ms. */
const GATHER_MS = 50;

/**
 * The avatars of those who have written in a room, by sender: they are watched once they are asked
 * for. Of those who leave, the last one stays.
 */
export class SenderAvatars {
  readonly #api: Api;
  readonly #of: OfChat;
  readonly #changed: () => void;
  readonly #hashes = new Map<string, string>();
  /** The ones asked for last at the end. */
  readonly #wanted = new Set<string>();
  #watch: Subscription | undefined;
  #isWaiting = false;

  constructor(api: Api, of: OfChat, changed: () => void) {
    this.#api = api;
    this.#of = of;
    this.#changed = changed;
  }

  /** The hash of the avatar of a sender; `undefined` if there is none, or it is not known yet. */
  hashOf(sender: string): string | undefined {
    if (!this.#wanted.has(sender)) this.#want(sender);
    return this.#hashes.get(sender) || undefined;
  }

  #want(sender: string): void {
    this.#wanted.add(sender);
    const [oldest] = this.#wanted;
    if (this.#wanted.size > MAX_SENDERS && oldest !== undefined) this.#wanted.delete(oldest);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    setTimeout(() => {
      this.#isWaiting = false;
      this.#begin();
    }, GATHER_MS);
  }

  #begin(): void {
    this.#watch?.dispose();
    const params = { ...this.#of, senders: [...this.#wanted] };
    this.#watch = this.#api.watch('senderAvatars', params, (change) => {
      if (change.kind === 'unavailable' || change.kind === 'remove') return;
      for (const { hashes } of change.items) {
        for (const [sender, hash] of Object.entries(hashes)) this.#hashes.set(sender, hash);
      }
      this.#changed();
    });
  }
}
