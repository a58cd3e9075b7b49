import * as v from 'valibot';
import { failure } from '../base/userError.ts';
import type { RoomCursor } from '../model/rooms/roomDirectory.ts';

const text = v.exactOptional(v.pipe(v.string(), v.maxLength(4000)));
const roomCursor = v.strictObject({ node: text, after: text });

/** Where a page of a list of rooms begins, as one text. */
export function roomCursorText(cursor: RoomCursor): string {
  return JSON.stringify(cursor);
}

/** Parses the result of {@link roomCursorText}. @throws Failure */
export function parseRoomCursor(cursor: string): RoomCursor {
  try {
    return v.parse(roomCursor, JSON.parse(cursor));
  } catch {
    throw failure('bad-request');
  }
}
