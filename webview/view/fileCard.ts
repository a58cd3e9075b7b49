import type { FileView } from '../../src/api/views.ts';
import { el, icon, rowButton } from './dom.ts';
import { formatSize } from './format.ts';
import { makeVisible } from './visible.ts';

export interface FileActions {
  save(): void;
  open(): void;
  compare(): void;
}

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
