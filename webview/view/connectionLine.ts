import type { ConnectionView } from '../../src/api/views.ts';
import { createButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';
import { formatTime } from './format.ts';

const PHASES: Readonly<Record<ConnectionView['phase'], string>> = {
  signedOut: 'You are signed out.',
  connecting: 'Connecting…',
  online: '',
  waiting: 'There is no connection.',
  needsUser: 'The account needs your attention.',
};

/** Why there is no connection, and that what one writes meanwhile is kept. */
export class ConnectionLine {
  readonly #text = el('span', 'line-text');
  readonly #retry: HTMLElement;
  readonly element: HTMLElement;

  constructor(reconnect: () => void) {
    this.#retry = createButton('Retry Now', reconnect);
    this.element = el(
      'div',
      'line line-warning',
      { role: 'status', hidden: '' },
      icon('debug-disconnect'),
      this.#text,
      this.#retry,
    );
  }

  render(connection: ConnectionView | undefined): void {
    toggle(this.element, connection !== undefined && connection.phase !== 'online');
    toggle(this.#retry, connection?.phase === 'waiting');
    setText(this.#text, connection ? describe(connection) : '');
  }
}

function describe({ phase, reason, retryAt }: ConnectionView): string {
  if (phase === 'online') return '';
  const parts = [reason ?? PHASES[phase]];
  if (phase === 'waiting' && retryAt !== undefined) {
    parts.push(`Next try at ${formatTime(retryAt)}.`);
  }
  parts.push('Messages wait here until you are back online.');
  return parts.join(' ');
}
