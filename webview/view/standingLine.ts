import type { ContactCommand } from '../../src/api/panel.ts';
import type { ChatView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import { createButton } from '../toolkit.ts';
import { el, icon, setText, toggle } from './dom.ts';

type StandingCommand = Exclude<ContactCommand, 'details'>;

const LABELS: Readonly<Record<StandingCommand, () => string>> = {
  accept: () => t('Accept'),
  add: () => t('Add Contact…'),
  block: () => t('Block…'),
  ignore: () => t('Ignore'),
  unblock: () => t('Unblock'),
};

interface Said {
  readonly text: string;
  readonly commands: readonly StandingCommand[];
}

/** Shows that the contact is blocked, or is a stranger whom the user has not accepted yet. */
export class StandingLine {
  readonly #text = el('span', 'line-text', { dir: 'auto' });
  readonly #buttons: ReadonlyMap<StandingCommand, HTMLElement>;
  readonly element: HTMLElement;

  constructor(run: (command: StandingCommand) => void) {
    this.#buttons = new Map(
      (Object.keys(LABELS) as StandingCommand[]).map((command) => [
        command,
        createButton(LABELS[command](), () => {
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
        ? t('You have blocked {name}: nothing passes either way.', { name })
        : t('You have blocked everybody at {server}: nothing passes either way.', {
            server: shownAddress(blockedBy),
          });
    return { text, commands: ['unblock'] };
  }
  if (standing === 'request') {
    return {
      text: t(
        '{name} is not in your contacts, and does not learn whether you read this. An answer accepts the chat.',
        { name },
      ),
      commands: ['accept', 'add', 'block', 'ignore'],
    };
  }
  if (standing === undefined) return undefined;
  return {
    text: t('You ignore {name}: what they write is kept here, and shown nowhere else.', { name }),
    commands: ['accept', 'add', 'block'],
  };
}
