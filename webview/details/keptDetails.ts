import type { DetailsState, UnsavedNote } from '../../src/api/detailsPanel.ts';
import { isRecord } from '../../src/base/isRecord.ts';

/** The note that an earlier load of the tab has kept; `undefined` if it kept none. */
export function parseKeptNote(state: unknown): UnsavedNote | undefined {
  const note = isRecord(state) ? state['note' satisfies keyof DetailsState] : undefined;
  if (!isRecord(note)) return undefined;
  const { text, before } = note;
  return typeof text === 'string' && typeof before === 'string' ? { text, before } : undefined;
}
