import type { ContactCommand } from '../../src/api/panel.ts';
import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import { createButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';

type StandingCommand = Exclude<ContactCommand, 'details'>;

const LABELS: Readonly<Record<StandingCommand, string>> = {
  accept: 'Accept',
  add: 'Add Contact…',
  block: 'Block…',
  ignore: 'Ignore',
  unblock: 'Unblock',
};

interface Said {
  readonly text: string;
  readonly commands: readonly StandingCommand[];
}

/** Shows that the contact is blocked, or is somebody whom the user has not accepted yet. */
export class StandingLine {
  readonly #text = el('span', 'line-text', { dir: 'auto' });
  readonly #buttons: ReadonlyMap<StandingCommand, HTMLElement>;
  readonly element: HTMLElement;

  constructor(run: (command: StandingCommand) => void) {
    this.#buttons = new Map(
      (Object.keys(LABELS) as StandingCommand[]).map((command) => [
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
