import type { WindowState } from '../api/requests.ts';
import type { Change } from '../api/topics.ts';
import type { AttentionView } from '../api/views.ts';
import { type Disposable, onDispose } from '../base/lifecycle.ts';
import type { Accounts } from '../model/account/accounts.ts';

type Listener = (change: Change<AttentionView>) => void;

/** Where one window says the user is, and what it was told about that. */
interface Part {
  readonly state: WindowState;
  readonly listener: Listener;
  told: boolean | undefined;
}

/**
 * Where the user is, from what all windows say of it: they look at Parley if they look at any, and
 * are as idle as they are in the window where they are least.
 */
export class Attention {
  readonly #accounts: Pick<Accounts, 'setFocused' | 'setIdle'>;
  readonly #parts = new Set<Part>();

  constructor(accounts: Pick<Accounts, 'setFocused' | 'setIdle'>) {
    this.#accounts = accounts;
  }

  /** Counts the window until disposed, and tells it whether notifications are its to show. */
  watch(state: WindowState, listener: Listener): Disposable {
    const part: Part = { state, listener, told: undefined };
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
    // Without a window nobody is there to say anything.
    if (!first) return;
    this.#accounts.setFocused(states.some(({ focused }) => focused));
    const idle = states.map((state) => state.idle);
    if (idle.includes(null)) this.#accounts.setIdle(undefined);
    else this.#accounts.setIdle(idle.includes('away') ? 'away' : 'xa');
    const { window } = states.reduce((best, state) => (leads(state, best) ? state : best), first);
    for (const part of this.#parts) {
      const notifies = part.state.window === window;
      if (part.told === notifies) continue;
      const items = [{ id: part.state.window, notifies }];
      const isFirst = part.told === undefined;
      part.told = notifies;
      part.listener({ kind: isFirst ? 'snapshot' : 'upsert', items });
    }
  }
}

function leads(state: WindowState, other: WindowState): boolean {
  if (state.focused !== other.focused) return state.focused;
  return state.focusedAt > other.focusedAt;
}
