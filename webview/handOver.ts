import {
  type GivenFile,
  MAX_GIVEN_BYTES,
  MAX_GIVEN_FILES,
  MAX_NAME,
  MAX_URI,
} from '../src/api/panel.ts';
import { makeVisible } from '../src/api/visible.ts';
import { formatBytes } from '../src/base/formatBytes.ts';
import { beginningOf } from '../src/base/graphemes.ts';
import { formatNumber, t } from '../src/base/l10n.ts';
import { captionOf } from './composing.ts';
import type { PanelPort } from './port.ts';
import type { ChatStore } from './store.ts';
import { makeThumbnail } from './thumbnail.ts';

/**
 * Passes files to the panel to be sent, with their content; reads none before the server is known
 * to accept them all.
 * @returns whether they were passed; if not, the notice says why
 */
export async function handOver(
  files: readonly File[],
  store: ChatStore,
  panel: PanelPort,
): Promise<boolean> {
  const sizes = files.map(({ size }) => size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (files.length > MAX_GIVEN_FILES || total > MAX_GIVEN_BYTES) {
    store.notify(
      t(
        'Nothing was sent: a chat takes at most {most} files of {size} together. Send fewer, or use Attach File… instead.',
        { most: MAX_GIVEN_FILES, size: formatBytes(MAX_GIVEN_BYTES) },
      ),
    );
    return false;
  }
  if (!(await store.requests.maySend(sizes))) return false;
  const given: GivenFile[] = [];
  for (const file of files) {
    try {
      const content = new Uint8Array(await file.arrayBuffer());
      const thumbnail = await makeThumbnail(content).catch(() => undefined);
      given.push({ name: nameOf(file), content, ...(thumbnail !== undefined && { thumbnail }) });
    } catch {
      store.notify(
        t('Nothing was sent: {name} cannot be read. Check that it is a file and no folder.', {
          name: makeVisible(file.name),
        }),
      );
      return false;
    }
  }
  panel.tell({ type: 'sendFiles', files: given, ...captionOf(store) });
  return true;
}

/** Passes URIs of the editor's files to the panel; if it cannot, the notice says why. */
export function handOverUris(uris: readonly string[], store: ChatStore, panel: PanelPort): void {
  if (uris.length > MAX_GIVEN_FILES || uris.some(({ length }) => length > MAX_URI)) {
    store.notify(
      t(
        'Nothing was sent: a chat takes at most {most} files at once. Drop fewer, or pack them into an archive.',
        { most: formatNumber(MAX_GIVEN_FILES) },
      ),
    );
    return;
  }
  panel.tell({ type: 'sendUris', uris, ...captionOf(store) });
}

/** A file from a web page may have a long name, or none: its beginning and extension are used. */
function nameOf({ name }: File): string {
  if (name === '') return 'file';
  const extension = /\.\w{1,16}$/u.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  return beginningOf(stem, MAX_NAME - extension.length) + extension;
}
