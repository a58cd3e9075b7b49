import type { ContactCommand } from '../../src/api/panel.ts';
import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import { createButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';

const LABELS: Readonly<Record<ContactCommand, string>> = {
  accept: 'Accept',
  add: 'Add Contact…',
  block: 'Block…',
  ignore: 'Ignore',
  unblock: 'Unblock',
};

interface Said {
  readonly text: string;
  readonly commands: readonly ContactCommand[];
}

/** Shows that the contact is blocked, or is somebody whom the user has not accepted yet. */
export class StandingLine {
  readonly #text = el('span', 'line-text', { dir: 'auto' });
  readonly #buttons: ReadonlyMap<ContactCommand, HTMLElement>;
  readonly element: HTMLElement;

  constructor(run: (command: ContactCommand) => void) {
    this.#buttons = new Map(
      (Object.keys(LABELS) as ContactCommand[]).map((command) => [
        command,
        createButton(LABELS[command], () => {
          run(command);
        }),
      ]),
    );
    this.element = el(
      'div',
      'line line-warning standing-line',
      { role: 'status', hidden: '' },
      icon('shield'),
      this.#text,
      el('div', 'line-buttons', {}, ...this.#buttons.values()),
    );
  }

  render(head: ChatView | undefined): void {
    const said = head && describe(head);
    toggle(this.element, said !== undefined);
    setText(this.#text, makeVisible(said?.text ?? ''));
    for (const [command, button] of this.#buttons) {
      toggle(button, said?.commands.includes(command) === true);
    }
  }
}

function describe({ id, name, standing, blockedBy }: ChatView): Said | undefined {
  if (blockedBy !== undefined) {
    const text =
      blockedBy === id
        ? `You have blocked ${name}: nothing passes either way.`
        : `You have blocked everybody at ${shownAddress(blockedBy)}: nothing passes either way.`;
    return { text, commands: ['unblock'] };
  }
  if (standing === 'request') {
    return {
      text: `${name} is not in your contacts, and does not learn whether you read this. An answer accepts the chat.`,
      commands: ['accept', 'add', 'block', 'ignore'],
    };
  }
  if (standing === undefined) return undefined;
  return {
    text: `You ignore ${name}: what they write is kept here, and shown nowhere else.`,
    commands: ['accept', 'add', 'block'],
  };
}
