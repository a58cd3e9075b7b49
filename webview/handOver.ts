import { type GivenFile, MAX_GIVEN_BYTES, MAX_GIVEN_FILES } from '../src/api/panel.ts';
import type { PanelPort } from './port.ts';
import type { ChatStore } from './store.ts';
import { formatSize } from './view/format.ts';

/**
 * Gives the panel files to send, with their content; nothing is read before the server is known to
 * take them all. Result: whether they were given; if not, the notice says why.
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
      `Nothing was sent: a chat takes at most ${MAX_GIVEN_FILES} files of ${formatSize(MAX_GIVEN_BYTES)} together. Use Attach File… instead.`,
    );
    return false;
  }
  if (!(await store.mayUpload(sizes))) return false;
  const given: GivenFile[] = [];
  for (const file of files) {
    try {
      given.push({ name: file.name, content: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      store.notify(`${file.name} cannot be read: check that it is a file and no folder.`);
      return false;
    }
  }
  panel.tell({ type: 'sendFiles', files: given });
  return true;
}
