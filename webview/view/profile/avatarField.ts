import type { AvatarAccess } from '../../../src/api/profilePanel.ts';
import type { AvatarView } from '../../../src/api/views.ts';
import { t } from '../../../src/base/l10n.ts';
import { createButton } from '../../toolkit.ts';
import { ownPicture } from '../../profile/ownPicture.ts';
import { renderAvatar } from '../avatar.ts';
import { el, setText, toggle } from '../dom.ts';
import { pastedFiles } from '../pastedFiles.ts';

/** What is to become of the avatar: absent if it stays. */
export type AvatarChange =
  { readonly content: Uint8Array; readonly access: AvatarAccess } | null | undefined;

export interface AvatarFieldOptions {
  readonly account: string;
  onChoose(from: 'file' | 'editor'): void;
  /** Called when another avatar is to be saved, or none. */
  onChange(): void;
}

/** The avatar: a picture from a file, an editor or the clipboard takes its place once it is saved. */
export class AvatarField {
  readonly element: HTMLElement;
  readonly #options: AvatarFieldOptions;
  #avatar = el('span', 'avatar');
  readonly #remove: HTMLElement;
  readonly #hint = el('div', 'profile-hint', { role: 'status' });
  readonly #open = el('input', '', { type: 'checkbox', id: 'avatar-open' });
  readonly #access: HTMLElement;
  #name = '';
  #stored: AvatarView | null = null;
  /** What is to be saved. */
  #chosen: Blob | null | undefined;
  #url: string | undefined;

  constructor(options: AvatarFieldOptions) {
    this.#options = options;
    this.#remove = createButton(t('Remove'), () => {
      this.#choose(null);
    });
    const choose = (label: string, from: 'file' | 'editor') =>
      createButton(label, () => {
        options.onChoose(from);
      });
    this.#access = el(
      'label',
      'profile-check',
      { for: 'avatar-open' },
      this.#open,
      t(
        'Anybody may see it, also in rooms that hide your address: who knows the picture knows you there.',
      ),
    );
    this.element = el(
      'section',
      'profile-avatar',
      { 'aria-label': t('Avatar') },
      this.#avatar,
      el(
        'div',
        'profile-side',
        {},
        el(
          'div',
          'profile-buttons',
          {},
          choose(t('Choose File…'), 'file'),
          choose(t('Use Picture in Editor'), 'editor'),
          this.#remove,
        ),
        this.#hint,
        this.#access,
      ),
    );
    document.addEventListener('paste', (event) => {
      const { clipboardData } = event;
      const files = clipboardData ? pastedFiles(clipboardData, new Date()) : [];
      const file = files.find(({ type }) => isPicture(type));
      if (!file) return;
      event.preventDefault();
      void file.arrayBuffer().then((content) => this.offer(new Uint8Array(content)));
    });
    this.#render();
  }

  /** What is to be saved, if the user has chosen something. */
  async change(): Promise<AvatarChange> {
    const chosen = this.#chosen;
    if (!chosen) return chosen;
    const content = new Uint8Array(await chosen.arrayBuffer());
    return { content, access: this.#open.checked ? 'open' : 'presence' };
  }

  get isChanged(): boolean {
    return this.#chosen !== undefined;
  }

  /** Shows the avatar as it is at the server, unless the user has chosen another one. */
  render(name: string, stored: AvatarView | null): void {
    this.#name = name;
    this.#stored = stored;
    this.#render();
  }

  /** What was chosen is saved. */
  saved(): void {
    this.#chosen = undefined;
  }

  /** Makes an avatar of a picture. */
  async offer(content: Uint8Array): Promise<void> {
    const picture = await ownPicture(content);
    if (picture) this.#choose(picture);
    else
      setText(
        this.#hint,
        t('This is no PNG, JPEG, GIF or WebP picture, or too large: choose another one.'),
      );
  }

  #choose(chosen: Blob | null): void {
    this.#chosen = chosen;
    this.#render();
    this.#options.onChange();
  }

  #render(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    const picture = this.#chosen === undefined ? blobOf(this.#stored) : this.#chosen;
    this.#url = picture ? URL.createObjectURL(picture) : undefined;
    const avatar = renderAvatar(
      this.#name || this.#options.account,
      this.#options.account,
      this.#url,
    );
    this.#avatar.replaceWith(avatar);
    this.#avatar = avatar;
    toggle(this.#remove, picture !== null && picture !== undefined);
    toggle(this.#access, this.#chosen instanceof Blob);
    setText(this.#hint, hintOf(this.#chosen));
  }
}

function hintOf(chosen: Blob | null | undefined): string {
  if (chosen === null) return t('The avatar is removed once you save.');
  return chosen
    ? t('This picture becomes your avatar once you save.')
    : t('A picture can be pasted, too. Its middle is taken.');
}

function blobOf(avatar: AvatarView | null): Blob | undefined {
  return avatar
    ? new Blob([new Uint8Array(avatar.content)], { type: avatar.mediaType })
    : undefined;
}

function isPicture(type: string): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(type);
}
