/** The messages between the tab of the user's profile and its panel; `type` distinguishes them. */
import type { UserError } from '../base/userError.ts';
import type { AccountId, AvatarView, ProfileFields, ProfileView } from './views.ts';

/** Who may see an avatar: those who see the user's presence, or anybody. */
export const AVATAR_ACCESS = ['presence', 'open'] as const;
export type AvatarAccess = (typeof AVATAR_ACCESS)[number];

/** How the user's address is given to others: as it is, or as an `xmpp:` link. */
export const ADDRESS_FORMS = ['address', 'link'] as const;
export type AddressForm = (typeof ADDRESS_FORMS)[number];

/** Tab → panel. */
export type ProfileRequest =
  /** The first message of every load, and to try again: answered by the profile. */
  | { readonly type: 'loaded' }
  /** Let the user choose a picture: from a file, or the one that an editor shows. */
  | { readonly type: 'choosePicture'; readonly from: 'file' | 'editor' }
  /** Keep what was typed and is not saved: the page may be closed with the next event. */
  | { readonly type: 'keep'; readonly typed: Partial<ProfileFields> }
  /** Copy the address of the account to the clipboard. */
  | { readonly type: 'copyAddress'; readonly form: AddressForm }
  /** Save what has changed, all at once. Answered by `saved` or `failed`. */
  | {
      readonly type: 'save';
      readonly fields: Partial<ProfileFields>;
      /** A PNG or JPEG, or `null` to remove the avatar. */
      readonly avatar?: { readonly content: Uint8Array; readonly access: AvatarAccess } | null;
    };

/** Panel → tab. */
export type ProfileCommand =
  | { readonly type: 'profile'; readonly profile: ProfileView; readonly picture: AvatarView | null }
  /** What was typed in an earlier tab and is not saved; it precedes `profile`. */
  | { readonly type: 'kept'; readonly typed: Partial<ProfileFields> }
  /** Bring the address into sight. */
  | { readonly type: 'showAddress' }
  /** The profile cannot be read. */
  | { readonly type: 'unavailable'; readonly error: UserError }
  /** A chosen picture, as it is in its file. */
  | { readonly type: 'picture'; readonly content: Uint8Array }
  | { readonly type: 'saved' }
  | { readonly type: 'failed'; readonly error: UserError };

/** The state of a tab stored over a reload (`setState`), from which the panel is restored. */
export interface ProfileState {
  readonly account: AccountId;
  /** What was typed and not saved. */
  readonly typed: Partial<ProfileFields>;
}
