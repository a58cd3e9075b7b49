import type { AvatarImage } from './avatarImage.ts';

/** Maximum size of all pictures together, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The pictures used last, in memory, by hash. */
export class RecentImages {
  /** The one used last at the end. */
  readonly #images = new Map<string, AvatarImage>();
  #bytes = 0;

  get(hash: string): AvatarImage | undefined {
    const image = this.#images.get(hash);
    if (!image) return undefined;
    this.#images.delete(hash);
    this.#images.set(hash, image);
    return image;
  }

  add(hash: string, image: AvatarImage): void {
    if (this.#images.has(hash)) return;
    this.#images.set(hash, image);
    this.#bytes += image.content.length;
    for (const [oldest, { content }] of this.#images) {
      if (this.#bytes <= MAX_BYTES) break;
      this.#images.delete(oldest);
      this.#bytes -= content.length;
    }
  }
}
