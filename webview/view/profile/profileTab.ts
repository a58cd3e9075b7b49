import type {
  ProfileCommand,
  ProfileRequest,
  ProfileState,
} from '../../../src/api/profilePanel.ts';
import { say } from '../../../src/api/say.ts';
import { PROFILE_FIELDS, type ProfileField, type ProfileFields } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import type { PagePort } from '../../port.ts';
import { createButton } from '../../toolkit.ts';
import { el, setText, toggle } from '../dom.ts';
import { onKey } from '../keys.ts';
import { AddressSection } from './addressSection.ts';
import { AvatarField } from './avatarField.ts';
import { FieldView } from './fieldView.ts';

/** The tab of the user's own profile: a form, whose panel reads and saves it. */
export class ProfileTab {
  readonly #panel: PagePort<ProfileRequest, ProfileCommand>;
  readonly #account: string;
  readonly #address: AddressSection;
  readonly #avatar: AvatarField;
  readonly #fields = new Map<ProfileField, FieldView>();
  readonly #notice = el('div', 'profile-notice', { role: 'alert', hidden: '' });
  readonly #status = el('span', 'profile-status', { role: 'status' });
  readonly #save: HTMLElement;
  readonly #retry: HTMLElement;
  /** What the panel was told to keep, in JSON. */
  #kept = '{}';
  #isLoaded = false;
  #isBusy = false;

  constructor(account: string, panel: PagePort<ProfileRequest, ProfileCommand>) {
    this.#account = account;
    this.#panel = panel;
    const changed = () => {
      this.#changed();
    };
    this.#address = new AddressSection(account, (form) => {
      panel.tell({ type: 'copyAddress', form });
    });
    this.#avatar = new AvatarField({
      account,
      onChoose: (from) => {
        panel.tell({ type: 'choosePicture', from });
      },
      onChange: changed,
    });
    for (const field of PROFILE_FIELDS) this.#fields.set(field, new FieldView(field, changed));
    this.#save = createButton(t('Save'), () => void this.#submit(), 'primary');
    this.#retry = createButton(t('Try Again'), () => {
      this.#load();
    });
  }

  /** Renders the tab into `body`, and asks for the profile. */
  start(body: HTMLElement): void {
    const form = el('form', 'profile', { 'aria-label': t('Profile') });
    form.append(
      el('h1', 'profile-title', { dir: 'auto' }, shownAddress(this.#account)),
      this.#address.element,
      this.#avatar.element,
      el(
        'p',
        'profile-intro',
        {},
        t(
          'Everybody who knows your address can read these fields, on any server. Leave empty what is not for all.',
        ),
      ),
      ...[...this.#fields.values()].map(({ element }) => element),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    onKey(form, (event) => {
      const isText = event.target instanceof HTMLTextAreaElement;
      if (event.key !== 'Enter' || !(event.target instanceof HTMLElement)) return;
      if (isText && !event.ctrlKey && !event.metaKey) return;
      if (!isText && !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      void this.#submit();
    });
    const foot = el(
      'footer',
      'profile-foot',
      {},
      this.#notice,
      this.#save,
      this.#retry,
      this.#status,
    );
    body.append(el('main', 'profile-main', {}, form), foot);
    this.#panel.onCommand((command) => {
      this.#hear(command);
    });
    const kept = parseState(this.#panel.vscode.getState());
    if (kept?.account === this.#account) this.#restore(kept.typed);
    this.#keep();
    this.#load();
  }

  /** Shows what was typed earlier, but for what was typed since. */
  #restore(typed: Partial<ProfileFields>): void {
    for (const [field, view] of this.#fields) {
      const text = typed[field];
      if (text !== undefined && view.typed === undefined) view.type(text);
    }
  }

  #load(): void {
    this.#fail(undefined);
    toggle(this.#retry, false);
    setText(this.#status, t('Reading your profile…'));
    this.#panel.tell({ type: 'loaded' });
    this.#renderState();
  }

  #hear(command: ProfileCommand): void {
    switch (command.type) {
      case 'profile': {
        const isFirst = !this.#isLoaded;
        this.#isLoaded = true;
        if (isFirst) setText(this.#status, '');
        const { profile, picture } = command;
        for (const [field, view] of this.#fields) view.stored = profile[field];
        this.#avatar.render(profile.nickname || profile.name, picture);
        // Only what can be typed into takes the focus.
        this.#renderState();
        if (isFirst && document.activeElement === document.body) {
          this.#fields.get('name')?.focus();
        }
        break;
      }
      case 'kept':
        this.#restore(command.typed);
        break;
      case 'showAddress':
        this.#address.show();
        break;
      case 'unavailable':
        setText(this.#status, '');
        this.#fail(say(command.error));
        toggle(this.#retry, true);
        break;
      case 'picture':
        void this.#avatar.offer(command.content);
        break;
      case 'saved':
        this.#isBusy = false;
        for (const view of this.#fields.values()) view.saved();
        this.#avatar.saved();
        setText(this.#status, t('Saved'));
        break;
      case 'failed':
        this.#isBusy = false;
        setText(this.#status, '');
        this.#fail(say(command.error));
        break;
    }
    this.#keep();
    this.#renderState();
    if (command.type === 'saved' || command.type === 'failed') this.#keepFocus();
  }

  async #submit(): Promise<void> {
    if (!this.#isLoaded || this.#isBusy) return;
    const wrong = [...this.#fields.values()].filter((field) => !field.check());
    if (wrong[0]) {
      wrong[0].focus();
      return;
    }
    this.#isBusy = true;
    this.#fail(undefined);
    setText(this.#status, t('Saving…'));
    this.#renderState();
    const avatar = await this.#avatar.change();
    const fields = this.#typed();
    this.#panel.tell({ type: 'save', fields, ...(avatar !== undefined && { avatar }) });
  }

  #typed(): Partial<ProfileFields> {
    const typed = [...this.#fields].map(([field, view]) => [field, view.typed] as const);
    return Object.fromEntries(typed.filter(([, text]) => text !== undefined));
  }

  #changed(): void {
    setText(this.#status, '');
    this.#keep();
    this.#renderState();
  }

  /** The button that began saving cannot be pressed any more, and loses the focus (WCAG 2.4.3). */
  #keepFocus(): void {
    const { activeElement } = document;
    const isLost = activeElement === document.body || activeElement?.matches('[disabled]') === true;
    if (isLost && document.hasFocus()) this.#fields.get('name')?.focus();
  }

  #renderState(): void {
    const isChanged = this.#avatar.isChanged || Object.keys(this.#typed()).length > 0;
    this.#save.toggleAttribute('disabled', !this.#isLoaded || this.#isBusy || !isChanged);
    for (const view of this.#fields.values()) view.allow(this.#isLoaded, this.#isBusy);
  }

  #fail(sentence: string | undefined): void {
    setText(this.#notice, sentence ?? '');
    toggle(this.#notice, sentence !== undefined);
  }

  /** Over a reload, and when the tab is closed, with which the page's own state is gone. */
  #keep(): void {
    const typed = this.#typed();
    const state: ProfileState = { account: this.#account, typed };
    this.#panel.vscode.setState(state);
    const json = JSON.stringify(typed);
    if (json === this.#kept) return;
    this.#kept = json;
    this.#panel.tell({ type: 'keep', typed });
  }
}

function parseState(state: unknown): ProfileState | undefined {
  const { account, typed } = (state ?? {}) as Partial<Record<keyof ProfileState, unknown>>;
  if (typeof account !== 'string' || typeof typed !== 'object' || typed === null) return undefined;
  const texts = Object.entries(typed).filter(([, text]) => typeof text === 'string');
  return { account, typed: Object.fromEntries(texts) };
}
