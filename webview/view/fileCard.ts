import { formatBytes } from '../../src/base/formatBytes.ts';
import type { FileView } from '../../src/api/views.ts';
import { el, icon, rowButton } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';
import { type FileKind, fileKind } from './fileKind.ts';

export interface FileActions {
  save(): void;
  open(): void;
  compare(): void;
  preview(): void;
  view(): void;
}

export const FILE_ICONS: Readonly<Record<FileKind, string>> = {
  picture: 'file-media',
  sound: 'unmute',
  video: 'device-camera-video',
  archive: 'file-zip',
  pdf: 'file-pdf',
  document: 'file-text',
  table: 'table',
  book: 'book',
  database: 'database',
  font: 'symbol-text',
  binary: 'file-binary',
  program: 'warning',
  text: 'file-code',
  unknown: 'file',
};

/** How long sound or video is, in ms: `0:42`, `1:02:03`. */
function formatLength(duration: number): string {
  const seconds = Math.round(duration / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const start = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${start}:${two(seconds % 60)}`;
}

/** What shows files in the chat, fetched only then. */
export const PREVIEWS: Readonly<Partial<Record<FileKind, () => string>>> = {
  picture: () => t('Show Picture'),
  sound: () => t({ message: 'Play', comment: ['verb'] }),
  video: () => t({ message: 'Play', comment: ['verb'] }),
};

/**
 * An announced file: name, size and type, and actions on it.
 * @param isDirect whether we have sent it directly: then there is none to fetch
 */
export function renderFileCard(
  file: FileView,
  isDirect: boolean,
  actions: FileActions,
): HTMLElement {
  const name = makeVisible(file.name);
  const kind = fileKind(file);
  const facts = [
    kind === 'program' ? t('program') : undefined,
    file.size === undefined ? undefined : formatBytes(file.size),
    file.mediaType && makeVisible(file.mediaType),
    file.width === undefined ? undefined : `${file.width} × ${file.height ?? 0}`,
    file.duration === undefined ? undefined : formatLength(file.duration),
    isDirect ? t('sent directly') : undefined,
    !isDirect && file.url === undefined ? t('being sent: no address yet') : undefined,
  ].filter((fact) => fact !== undefined);
  return el(
    'div',
    'file-card',
    { role: 'group', 'aria-label': t('File {name}', { name }) },
    file.thumbnail === undefined
      ? icon(FILE_ICONS[kind])
      : el('img', 'file-thumbnail', { src: file.thumbnail, alt: '' }),
    el(
      'span',
      'file-about',
      {},
      el('bdi', 'file-name', { title: name }, name),
      el('span', 'file-facts', {}, facts.join(' · ')),
    ),
    file.url === undefined ? undefined : renderActions(kind, actions),
  );
}

function renderActions(kind: FileKind, actions: FileActions): HTMLElement {
  const previewLabel = PREVIEWS[kind]?.();
  return el(
    'span',
    'file-actions',
    {},
    previewLabel === undefined
      ? undefined
      : rowButton(previewLabel, 'preview-action', () => {
          actions.preview();
        }),
    kind === 'picture'
      ? rowButton(t('Open in Tab'), '', () => {
          actions.view();
        })
      : undefined,
    rowButton(t('Save As…'), 'primary-action', () => {
      actions.save();
    }),
    kind === 'text' || kind === 'unknown'
      ? rowButton(t('Open as Text'), '', () => {
          actions.open();
        })
      : undefined,
    kind === 'text'
      ? rowButton(t('Compare with Active File'), '', () => {
          actions.compare();
        })
      : undefined,
  );
}
