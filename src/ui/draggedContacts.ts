import type { OfChat } from '../api/requests.ts';
import { isRecord } from '../base/isRecord.ts';
import type { OwnedContact } from './state.ts';

/** The type of contacts that are dragged from their tree. */
export const CONTACTS_MIME = 'application/vnd.code.tree.parley.contacts';

/** A dragged contact, and the group that it was dragged from; empty for none. */
export interface DraggedContact extends OfChat {
  readonly group: string;
}

type ContactRow = OwnedContact & { readonly group?: string };

/** The contacts among dragged rows, as text; `undefined` if there are none. */
export function draggedText(rows: readonly object[]): string | undefined {
  const dragged = rows
    .filter(isContact)
    .map(({ account, contact, group = '' }): DraggedContact => ({
      ...{ account: account.id, chat: contact.id, group },
    }));
  return dragged.length === 0 ? undefined : JSON.stringify(dragged);
}

/** The contacts that were dropped; other extensions may use the same type for anything. */
export function parseDragged(text: string): readonly DraggedContact[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const all: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  return all.filter(isDragged);
}

export function isContact(row: object): row is ContactRow {
  return 'contact' in row && 'account' in row;
}

function isDragged(value: unknown): value is DraggedContact {
  return (
    isRecord(value) && ['account', 'chat', 'group'].every((key) => typeof value[key] === 'string')
  );
}
