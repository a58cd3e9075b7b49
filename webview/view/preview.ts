import { imageSize, mayBeDrawn } from '../../src/base/imageSize.ts';
import { t } from '../../src/base/l10n.ts';
import { hasAac, isSoundOnly, mediaType } from '../../src/base/mediaType.ts';
import { el } from './dom.ts';

/** What phones record sound with (RFC 6381 §3.3). */
const AAC = 'audio/mp4; codecs="mp4a.40.2"';

/** The content of a file, shown below its card. */
export interface Preview {
  readonly element: HTMLElement;
  /** What it takes of memory, in points of four bytes. */
  readonly points: number;
  /** Frees its content, once it is not shown again. */
  readonly release: () => void;
}

/**
 * Shows a picture, sound or video by what its content is, whatever its name: only a picture of a known
 * size is decoded. @returns `undefined` if it cannot be shown
 */
export function createPreview(content: Uint8Array<ArrayBuffer>, name: string): Preview | undefined {
  const size = imageSize(content);
  if (size) {
    if (!mayBeDrawn(size)) return undefined;
    return createPicture(new Blob([content], { type: size.mediaType }), name, size);
  }
  const type = mediaType(content);
  return type === undefined ? undefined : createPlayer(content, type, name);
}

function createPicture(
  picture: Blob,
  name: string,
  { width, height }: { readonly width: number; readonly height: number },
): Preview {
  const url = URL.createObjectURL(picture);
  const element = el('img', 'file-picture', { src: url, alt: name });
  const release = () => {
    URL.revokeObjectURL(url);
  };
  // After loading, the URL would only hold the picture in memory.
  for (const event of ['load', 'error']) element.addEventListener(event, release);
  return { element, points: width * height, release };
}

function withoutSound(): string {
  return t('The editor cannot play its sound: save the file, and play it with another program.');
}

function createPlayer(content: Uint8Array<ArrayBuffer>, type: string, name: string): Preview {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const player = isSoundOnly(content)
    ? el('audio', 'file-player', { 'aria-label': t('Sound {name}', { name }) })
    : el('video', 'file-player', { 'aria-label': t('Video {name}', { name }) });
  const isSilent = hasAac(content) && player.canPlayType(AAC) === '';
  const element = el(
    'div',
    'file-media',
    {},
    player,
    isSilent ? el('span', 'file-facts', { role: 'status' }, withoutSound()) : undefined,
  );
  const release = () => {
    player.removeAttribute('src');
    URL.revokeObjectURL(url);
  };
  player.controls = true;
  player.preload = 'metadata';
  player.addEventListener('error', () => {
    if (!player.hasAttribute('src')) return;
    release();
    const why = t(
      'The editor cannot play this format: save the file, and play it with another program.',
    );
    element.replaceChildren(el('span', 'failure-reason', { role: 'status' }, why));
  });
  player.src = url;
  return { element, points: Math.ceil(content.length / 4), release };
}
