/** The state of a tab that survives a reload, stored by the editor. */
import type { PanelState, ScrollAnchor } from '../src/api/panel.ts';
import type { OfChat } from '../src/api/requests.ts';
import { parseMode } from './composing.ts';
import { isRecord } from '../src/base/isRecord.ts';

/** The storage for the state. */
export interface StateKeeper<State = unknown> {
  getState(): unknown;
  setState(state: State): void;
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
    ...(typeof state['at'] === 'number' && { at: state['at'] }),
  };
}

/**
 * Stores the state with the editor and with the panel: the editor's outlives a restart, and a reload
 * that the panel does not know of; the panel's is the chat's in whatever place.
 *
 * @param kept what the panel knew when it made the page
 */
export function keepTwice(
  editor: StateKeeper,
  kept: string,
  of: OfChat,
  tell: (state: PanelState) => void,
): StateKeeper<PanelState> {
  return {
    getState: () => {
      const states = [editor.getState(), kept === '' ? undefined : JSON.parse(kept)]
        .map(parseState)
        .filter((state) => state?.account === of.account && state.chat === of.chat);
      const [one, other] = states;
      return (other?.at ?? -1) > (one?.at ?? -1) ? other : one;
    },
    setState: (state) => {
      const dated: PanelState = { ...state, at: Date.now() };
      editor.setState(dated);
      tell(dated);
    },
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
