import type { WindowState } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { AttentionView } from '../api/views.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import type { Accounts } from '../model/account/accounts.ts';

type Listener = (change: Change<AttentionView>) => void;

/** One window's focus and idle state, and the last value sent to it. */
interface Part {
  readonly state: WindowState;
  readonly listener: Listener;
  lastSent: boolean | undefined;
}

/**
 * Merges the states of all windows: the user is focused if any window is, and as idle as in the
 * least idle window.
 */
export class Attention {
  readonly #accounts: Pick<Accounts, 'setFocused' | 'setIdle'>;
  readonly #parts = new Set<Part>();

  constructor(accounts: Pick<Accounts, 'setFocused' | 'setIdle'>) {
    this.#accounts = accounts;
  }

  /** Tracks a window until disposed, and reports to it whether it is to show notifications. */
  watch(state: WindowState, listener: Listener): Disposable {
    const part: Part = { state, listener, lastSent: undefined };
    this.#parts.add(part);
    this.#update();
    return onDispose(() => {
      this.#parts.delete(part);
      this.#update();
    });
  }

  #update(): void {
    const states = [...this.#parts].map(({ state }) => state);
    const [first] = states;
    // Without a window the state is unknown.
    if (!first) return;
    this.#accounts.setFocused(states.some(({ focused }) => focused));
    const idle = states.map((state) => state.idle);
    if (idle.includes(null)) this.#accounts.setIdle(undefined);
    else this.#accounts.setIdle(idle.includes('away') ? 'away' : 'xa');
    const { window } = states.reduce(
      (best, state) => (isMoreRecent(state, best) ? state : best),
      first,
    );
    for (const part of this.#parts) {
      const notifies = part.state.window === window;
      if (part.lastSent === notifies) continue;
      const items = [{ id: part.state.window, notifies }];
      const isFirst = part.lastSent === undefined;
      part.lastSent = notifies;
      part.listener({ kind: isFirst ? 'snapshot' : 'upsert', items });
    }
  }
}

function isMoreRecent(state: WindowState, other: WindowState): boolean {
  if (state.focused !== other.focused) return state.focused;
  return state.focusedAt > other.focusedAt;
}
