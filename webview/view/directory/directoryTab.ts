import {
  type DirectoryCommand,
  type DirectoryRequest,
  USER_COMMANDS,
  type UserCommand,
} from '../../../src/api/directoryPanel.ts';
import type { FoundUserView } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import type { DirectoryStore } from '../../directory/directoryStore.ts';
import type { PagePort } from '../../port.ts';
import { createButton } from '../../toolkit.ts';
import { el, icon, setText, toggle } from '../dom.ts';
import { FocusGuard } from '../focusGuard.ts';
import { onKey } from '../keys.ts';
import { PopupMenu } from '../popupMenu.ts';
import { DirectoryPicker } from './directoryPicker.ts';
import { SearchForm } from './searchForm.ts';
import { mayNarrow, searchStatus } from './searchStatus.ts';
import { UserGrid } from './userGrid.ts';

const COMMANDS: Readonly<Record<UserCommand, () => string>> = {
  openChat: () => t('Open Chat'),
  contactDetails: () => t('Details…'),
  addContact: () => t('Add Contact…'),
  sendCurrentFile: () => t('Send Current File…'),
  inviteToRoom: () => t('Invite to Room…'),
  copyJid: () => t('Copy JID'),
};

/** The whole tab: creates its parts and renders them from the store. */
export class DirectoryTab {
  readonly #store: DirectoryStore;
  readonly #panel: PagePort<DirectoryRequest, DirectoryCommand>;
  readonly #picker: DirectoryPicker;
  readonly #form: SearchForm;
  readonly #filter = el('input', 'bar-input', {
    type: 'text',
    dir: 'auto',
    spellcheck: 'false',
    placeholder: t('Filter'),
    'aria-label': t('Filter the users found'),
  });
  readonly #status = el('span', 'bar-count users-status', { role: 'status' });
  readonly #narrow: HTMLElement;
  readonly #stop: HTMLElement;
  readonly #problem = el('span', 'line-text');
  readonly #error: HTMLElement;
  readonly #grid: UserGrid;
  readonly #menu = new PopupMenu();
  #scheduled = false;
  #isFocused = false;

  constructor(store: DirectoryStore, panel: PagePort<DirectoryRequest, DirectoryCommand>) {
    this.#store = store;
    this.#panel = panel;
    this.#picker = new DirectoryPicker({
      onChoose: (directory) => {
        store.choose(directory);
      },
      onLook: (server) => {
        store.look(server);
      },
    });
    this.#form = new SearchForm({
      onType: (field, values) => {
        store.type(field, values);
      },
      onFind: () => {
        store.find();
      },
      onFindAll: () => {
        store.findAll();
      },
    });
    this.#narrow = createButton(t('Find More by First Letters'), () => {
      store.findByLetters();
    });
    this.#stop = createButton(t('Stop'), () => {
      store.stop();
    });
    const again = createButton(t('Try Again'), () => {
      store.problem?.retry();
    });
    const attributes = { role: 'alert', hidden: '' };
    this.#error = el('div', 'line line-error', attributes, icon('error'), this.#problem, again);
    this.#grid = new UserGrid({
      users: store.users,
      onOpen: ({ id }) => {
        this.#run('openChat', id);
      },
      onMenu: (user, anchor) => {
        this.#openMenu(user, anchor);
      },
      onSort: ({ name }) => {
        const { by, isDescending } = store.users.order;
        store.sort({ by: name, isDescending: name === by && !isDescending });
      },
      onLeave: () => {
        this.#filter.focus();
      },
    });
  }

  /** Renders the tab into `body` and updates it. */
  start(body: HTMLElement): void {
    this.#filter.value = this.#store.filter;
    const bar = el('div', 'bar', {}, this.#filter, this.#status, this.#narrow, this.#stop);
    body.append(
      el(
        'main',
        'directory',
        {},
        el('h1', 'announcer', {}, t('Find Users')),
        ...[this.#picker.element, this.#form.element, this.#error, bar],
        ...[this.#grid.element, this.#menu.element],
      ),
    );
    this.#listen();
    new FocusGuard(body, () => {
      this.#filter.focus();
    });
    this.#store.start(() => {
      this.#schedule();
    });
    this.#render();
  }

  #listen(): void {
    this.#filter.addEventListener('input', () => {
      this.#grid.scrollToStart();
      this.#store.filterBy(this.#filter.value);
    });
    onKey(this.#filter, (event) => {
      if (event.key === 'ArrowDown' || event.key === 'Enter') this.#grid.focus();
      else if (event.key === 'Escape') {
        this.#filter.value = '';
        this.#store.filterBy('');
      } else return;
      event.preventDefault();
    });
    onKey(document, (event) => {
      if (event.key.toLowerCase() !== 'f' || event.altKey || event.shiftKey) return;
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.#filter.focus();
      this.#filter.select();
    });
    this.#panel.onCommand(({ type }) => {
      if (type === 'focusForm') this.#form.focus();
      else this.#store.online();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#render();
    });
  }

  #render(): void {
    const { directories, directory, form, problem, search, server, typed, users } = this.#store;
    this.#picker.render(directories, directory, server);
    this.#form.render(form, typed);
    setText(this.#problem, problem?.reason ?? '');
    toggle(this.#error, problem !== undefined);
    const facts = {
      ...{ directory, form, search, hasFailed: problem !== undefined },
      ...{ total: users.total, shown: users.shown.length },
    };
    setText(this.#status, searchStatus(facts));
    toggle(this.#narrow, mayNarrow(facts));
    toggle(this.#stop, search?.phase === 'asking' || search?.phase === 'running');
    toggle(this.#grid.element, users.total > 0);
    this.#grid.render();
    if (form && !this.#isFocused) {
      this.#isFocused = true;
      this.#form.focus();
    }
  }

  #openMenu({ id }: FoundUserView, anchor: Element): void {
    const items = USER_COMMANDS.map((command) => ({
      label: COMMANDS[command](),
      run: () => {
        this.#run(command, id);
      },
    }));
    this.#menu.open(makeVisible(shownAddress(id)), items, anchor, () => {
      this.#grid.focus();
    });
  }

  #run(command: UserCommand, user: string): void {
    this.#panel.tell({ type: 'userCommand', command, user });
  }
}
