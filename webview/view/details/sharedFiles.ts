import type { FileAction, SharedFile } from '../../../src/api/detailsPanel.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { el, icon, rowButton } from '../dom.ts';
import { FILE_ICONS } from '../fileCard.ts';
import { fileKind } from '../fileKind.ts';
import { formatDateTime, formatFull } from '../format.ts';

export interface SharedFileActions {
  readonly act: (action: FileAction, file: SharedFile) => void;
  readonly show: (message: string) => void;
}

/** The files of a chat, the newest first. */
export function renderFiles(
  files: readonly SharedFile[],
  { act, show }: SharedFileActions,
): HTMLElement {
  return el('ul', 'details-list', {}, ...files.map((file) => renderFile(file, act, show)));
}

function renderFile(
  file: SharedFile,
  act: SharedFileActions['act'],
  show: SharedFileActions['show'],
): HTMLElement {
  const { message, name, outgoing, time } = file;
  const kind = fileKind({ name });
  const shown = makeVisible(name);
  const button = (label: string, run: () => void) => {
    const made = rowButton(label, '', run);
    made.removeAttribute('tabindex');
    return made;
  };
  const action = (label: string, done: FileAction) =>
    button(label, () => {
      act(done, file);
    });
  const isText = kind === 'text';
  const row = el(
    'div',
    'details-file',
    { role: 'group', 'aria-label': t('File {name}', { name: shown }) },
    icon(FILE_ICONS[kind]),
    el('bdi', 'details-file-name', { title: shown }, shown),
    el(
      'span',
      'details-muted',
      { title: formatFull(time) },
      outgoing
        ? t('sent {time}', { time: formatDateTime(time) })
        : t('received {time}', { time: formatDateTime(time) }),
    ),
    el(
      'span',
      'details-file-actions',
      {},
      action(t('Save As…'), 'save'),
      isText || kind === 'unknown' ? action(t('Open as Text'), 'open') : undefined,
      isText ? action(t('Compare with Active File'), 'compare') : undefined,
      button(t('Show in Chat'), () => {
        show(message);
      }),
    ),
  );
  return el('li', '', {}, row);
}
