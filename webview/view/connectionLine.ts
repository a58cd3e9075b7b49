import { say } from '../../src/api/say.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import type { ConnectionView } from '../../src/api/views.ts';
import { t } from '../../src/base/l10n.ts';
import { kindOf, type UserError } from '../../src/base/userError.ts';
import { createButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';
import { formatTime } from './format.ts';

/** The labels of the buttons that can restore the connection. */
const WAYS_OUT = {
  reconnect: () => t('Retry Now'),
  signIn: () => t('Sign In…'),
  setPresence: () => t('Set Presence…'),
  watchAgain: () => t('Try Again'),
} as const;

type WayOut = keyof typeof WAYS_OUT;

export type WaysOut = Readonly<Record<WayOut, () => void>>;

/** The problem, as sentences, and the button that can solve it. */
interface Said {
  readonly text: string;
  readonly wayOut?: WayOut;
}

/** Shows why there is no connection, and that messages written meanwhile are queued. */
export class ConnectionLine {
  readonly #account: string;
  readonly #text = el('span', 'line-text');
  readonly #buttons: ReadonlyMap<WayOut, HTMLElement>;
  readonly element: HTMLElement;

  /** @param account its bare JID */
  constructor(account: string, waysOut: WaysOut) {
    this.#account = account;
    this.#buttons = new Map(
      (Object.keys(WAYS_OUT) as WayOut[]).map((way) => [
        way,
        createButton(WAYS_OUT[way](), waysOut[way]),
      ]),
    );
    this.element = el(
      'div',
      'line line-warning connection-line',
      { role: 'status', hidden: '' },
      icon('debug-disconnect'),
      this.#text,
      ...this.#buttons.values(),
    );
  }

  /** @param trouble why this tab receives no updates; takes precedence over `connection`. */
  render(connection: ConnectionView | undefined, trouble: UserError | undefined): void {
    const said = trouble
      ? describeTrouble(trouble, this.#account)
      : connection && describe(connection);
    toggle(this.element, said !== undefined);
    setText(this.#text, said?.text ?? '');
    for (const [way, button] of this.#buttons) toggle(button, said?.wayOut === way);
  }
}

function describeTrouble(trouble: UserError, account: string): Said {
  if (kindOf(trouble) !== 'no-account') return { text: say(trouble), wayOut: 'watchAgain' };
  return {
    text: t('You are signed out of {account}. What you type stays here until you sign in again.', {
      account: makeVisible(shownAddress(account)),
    }),
    wayOut: 'signIn',
  };
}

function describe({ phase, reason, retryAt }: ConnectionView): Said | undefined {
  const kept = t('Messages wait here until you are back online.');
  switch (phase) {
    case 'online':
      return undefined;
    case 'offline':
      return { text: `${t('You chose to be offline.')} ${kept}`, wayOut: 'setPresence' };
    case 'connecting':
      return { text: `${t('Connecting…')} ${kept}` };
    case 'waiting': {
      const next =
        retryAt === undefined ? '' : ` ${t('Next try at {time}.', { time: formatTime(retryAt) })}`;
      const why = reason ? say(reason) : t('There is no connection.');
      return { text: `${why}${next} ${kept}`, wayOut: 'reconnect' };
    }
    case 'needsUser': {
      const why = reason ? say(reason) : t('The account needs you: sign in again.');
      return { text: `${why} ${kept}`, wayOut: 'signIn' };
    }
  }
}
