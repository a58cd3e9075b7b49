/** How many bytes at either end are searched for what a file contains. */
const SEARCHED_BYTES = 256 * 1024;

/**
 * The media type of sound or video by its signature, whatever its name; `undefined` if unknown. Ogg,
 * WebM and MP4 are of either kind, see {@link isSoundOnly}.
 */
export function mediaType(content: Uint8Array): string | undefined {
  const start = String.fromCharCode(...content.subarray(0, 12));
  if (start.startsWith('RIFF') && start.startsWith('WAVE', 8)) return 'audio/wav';
  if (start.startsWith('fLaC')) return 'audio/flac';
  if (start.startsWith('OggS')) return 'application/ogg';
  if (start.startsWith('\x1a\x45\xdf\xa3')) return 'video/webm';
  if (start.startsWith('ftyp', 4)) return 'video/mp4';
  return start.startsWith('ID3') || isFrameOfMp3(content) ? 'audio/mpeg' : undefined;
}

/** Whether there is no picture in it: it has no track of video. */
export function isSoundOnly(content: Uint8Array): boolean {
  switch (mediaType(content)) {
    case 'video/mp4':
      // The handler of a track (ISO/IEC 14496-12 §8.4.3).
      return !hasText(content, 'vide');
    case 'video/webm':
      // The codec of a track (RFC 9559 §5.1.4.1.22).
      return !['V_VP8', 'V_VP9', 'V_AV1', 'V_MPEG4'].some((codec) => hasText(content, codec));
    case 'application/ogg':
      return !hasText(content, 'theora');
    default:
      return true;
  }
}

/** Whether it is MP4 with sound in AAC, which not every browser decodes. */
export function hasAac(content: Uint8Array): boolean {
  // The format of a track (ISO/IEC 14496-14 §5.6).
  return mediaType(content) === 'video/mp4' && hasText(content, 'mp4a');
}

/** Eleven bits of synchronisation, then a version, layer III and a bit rate (ISO/IEC 11172-3). */
function isFrameOfMp3([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isSynchronised = first === 0xff && (second & 0xe0) === 0xe0;
  return isSynchronised && (second & 0x06) === 0x02 && (second & 0x18) !== 0x08 && third >> 4 < 15;
}

/** Whether the beginning or the end has these letters: an index may be at either. */
function hasText(content: Uint8Array, text: string): boolean {
  const decoder = new TextDecoder('latin1');
  return [content.subarray(0, SEARCHED_BYTES), content.subarray(-SEARCHED_BYTES)].some((part) =>
    decoder.decode(part).includes(text),
  );
}
