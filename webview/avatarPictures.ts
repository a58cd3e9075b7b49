import type { AvatarView } from '../src/api/views.ts';
import { MAX_AVATAR_SIDE } from '../src/base/avatarLimits.ts';
import { imageSize } from '../src/base/imageSize.ts';

/** The size of what is kept of a picture, in points: twice that of the largest avatar in a tab. */
const SIDE = 96;
/** Maximum number of pictures kept, of about 10 kB each. */
const MAX_PICTURES = 500;

/** A picture, once it is there. */
interface Picture {
  /** Absent while it is requested, and if it cannot be had. */
  url?: string;
  isMissing?: true;
}

/** The pictures of avatars, by hash, requested when they are first shown. */
export class AvatarPictures {
  readonly #request: (hash: string) => Promise<AvatarView | null>;
  readonly #changed: () => void;
  /** The ones requested last at the end. */
  readonly #pictures = new Map<string, Picture>();

  /** @param changed called when a picture has come */
  constructor(request: (hash: string) => Promise<AvatarView | null>, changed: () => void) {
    this.#request = request;
    this.#changed = changed;
  }

  /** The address of a picture within the page; `undefined` until it is there. */
  url(hash: string | undefined): string | undefined {
    if (!hash) return undefined;
    const known = this.#pictures.get(hash);
    if (known) return known.url;
    const picture: Picture = {};
    this.#pictures.set(hash, picture);
    this.#dropOldest();
    void this.#load(hash, picture);
    return undefined;
  }

  /** Those that could not be had may be there now. */
  retry(): void {
    for (const [hash, { isMissing }] of this.#pictures) {
      if (isMissing) this.#pictures.delete(hash);
    }
  }

  async #load(hash: string, picture: Picture): Promise<void> {
    try {
      const avatar = await this.#request(hash);
      const still = avatar && (await stillOf(avatar.content));
      if (!still) {
        picture.isMissing = true;
        return;
      }
      // What was dropped before it came is not kept.
      if (this.#pictures.get(hash) !== picture) return;
      picture.url = URL.createObjectURL(still);
      this.#changed();
    } catch {
      // The initial is shown, as without an avatar: the user has not asked for it.
      picture.isMissing = true;
    }
  }

  #dropOldest(): void {
    const [oldest] = this.#pictures;
    if (this.#pictures.size <= MAX_PICTURES || !oldest) return;
    const [hash, { url }] = oldest;
    this.#pictures.delete(hash);
    if (url !== undefined) URL.revokeObjectURL(url);
  }
}

/**
 * The middle of a picture as a square that stands still, whatever it is: of an animation, the first
 * frame. Only a picture of a known size is decoded.
 *
 * @param side of the square, in points
 */
export async function stillOf(content: Uint8Array, side = SIDE): Promise<Blob | undefined> {
  const size = imageSize(content);
  if (!size || Math.max(size.width, size.height) > MAX_AVATAR_SIDE) return undefined;
  const blob = new Blob([new Uint8Array(content)], { type: size.mediaType });
  const bitmap = await createImageBitmap(blob);
  const cut = Math.min(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  const [left, top] = [(bitmap.width - cut) / 2, (bitmap.height - cut) / 2];
  context?.drawImage(bitmap, left, top, cut, cut, 0, 0, side, side);
  bitmap.close();
  return canvas.convertToBlob();
}
