import type { FileView } from '../../src/api/views.ts';
import { el, icon, rowButton } from './dom.ts';
import { formatSize } from './format.ts';
import { makeVisible } from '../../src/api/visible.ts';

export interface FileActions {
  save(): void;
  open(): void;
  compare(): void;
  preview(): void;
}

/** Pictures that a tab can show; SVG is none of them. */
const PICTURE_NAME = /\.(?:png|jpe?g|gif|webp)$/i;
const PICTURE_TYPE = /^image\/(?:png|jpeg|gif|webp)$/;

/** A file that was announced: name, size and type, and what can be done with it. */
export function renderFileCard(file: FileView, actions: FileActions): HTMLElement {
  const name = makeVisible(file.name);
  const facts = [
    file.size === undefined ? undefined : formatSize(file.size),
    file.mediaType && makeVisible(file.mediaType),
  ].filter((fact) => fact !== undefined);
  return el(
    'div',
    'file-card',
    { role: 'group', 'aria-label': `File ${name}` },
    icon('file'),
    el(
      'span',
      'file-about',
      {},
      el('bdi', 'file-name', { title: name }, name),
      el('span', 'file-facts', {}, facts.join(' · ')),
    ),
    el(
      'span',
      'file-actions',
      {},
      isPicture(file)
        ? rowButton('Show Picture', 'preview-action', () => {
            actions.preview();
          })
        : undefined,
      rowButton('Save As…', 'primary-action', () => {
        actions.save();
      }),
      rowButton('Open as Text', '', () => {
        actions.open();
      }),
      rowButton('Compare with Active File', '', () => {
        actions.compare();
      }),
    ),
  );
}

/** By what the sender says: whether it is one is seen once it is here. */
function isPicture({ name, mediaType }: FileView): boolean {
  return PICTURE_NAME.test(name) || PICTURE_TYPE.test(mediaType ?? '');
}
