import type { FileView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { formatBytes } from '../../src/base/formatBytes.ts';
import { t } from '../../src/base/l10n.ts';
import type { FileKind } from './fileKind.ts';

/** Media types that say no more than the icon of a known kind does. */
const GENERIC_TYPES = ['text/plain', 'application/octet-stream'];

/**
 * What a card says of a file after its name: size, media type as announced, measures, and how it came.
 *
 * @param isDirect whether it goes from device to device: then there is no address to fetch it from
 */
export function fileFacts(file: FileView, kind: FileKind, isDirect: boolean): string {
  const { mediaType, size, width, height = 0, duration } = file;
  const isGeneric = kind !== 'unknown' && GENERIC_TYPES.includes(mediaType ?? '');
  const facts = [
    kind === 'program' ? t('program') : undefined,
    size === undefined ? undefined : formatBytes(size),
    mediaType === undefined || isGeneric ? undefined : makeVisible(mediaType),
    width === undefined ? undefined : `${width} × ${height}`,
    duration === undefined ? undefined : formatLength(duration),
    isDirect ? t('sent directly') : undefined,
    !isDirect && file.url === undefined ? t('being sent: no address yet') : undefined,
  ];
  return facts.filter((fact) => fact !== undefined && fact !== '').join(' · ');
}

/** How long sound or video is, in ms: `0:42`, `1:02:03`. */
function formatLength(duration: number): string {
  const seconds = Math.round(duration / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const start = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${start}:${two(seconds % 60)}`;
}
