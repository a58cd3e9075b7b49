/** The state of a tab that survives a reload, stored by the editor. */
import type { PanelState, ScrollAnchor } from '../src/api/panel.ts';
import { parseMode } from './composing.ts';
import { isRecord } from '../src/base/isRecord.ts';

/** The storage for the state. */
export interface StateKeeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Parses the state stored by an earlier load; `undefined` if it is not a {@link PanelState}. */
export function parseState(state: unknown): PanelState | undefined {
  if (!isRecord(state)) return undefined;
  const { account, chat, draft, anchor, emoji } = state;
  const mode = parseMode(state['mode']);
  if (typeof account !== 'string' || typeof chat !== 'string' || typeof draft !== 'string') {
    return undefined;
  }
  return {
    account,
    chat,
    draft,
    ...(state['unsaved'] === true && { unsaved: true }),
    ...(isAnchor(anchor) && { anchor: { message: anchor.message, offset: anchor.offset } }),
    ...(isTexts(emoji) && { emoji }),
    ...(state['showsOccupants'] === true && { showsOccupants: true }),
    ...(mode && { mode }),
  };
}

function isAnchor(value: unknown): value is ScrollAnchor {
  return (
    isRecord(value) && typeof value['message'] === 'string' && typeof value['offset'] === 'number'
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
