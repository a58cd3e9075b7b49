/** A picture that may be shown, by its first bytes and its size in points. */
export interface AvatarView {
  readonly content: Uint8Array;
  /** `image/png`, `image/jpeg`, `image/gif` or `image/webp`. */
  readonly mediaType: string;
}

/** The avatars of those who are in a room now, of the senders asked for. */
export interface SenderAvatarsView {
  /** The room's bare JID. */
  readonly id: string;
  /** By sender, as {@link MessageView.sender}: the hash, empty if they have none. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The fields of a profile, in the order in which they are shown. */
export const PROFILE_FIELDS = [
  'name',
  'nickname',
  'email',
  'phone',
  'organisation',
  'title',
  'birthday',
  'street',
  'locality',
  'url',
  'note',
] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** What anybody can read of a user; each field is empty if not given. Remote text. */
export type ProfileFields = Readonly<Record<ProfileField, string>>;

/** The user's own profile, as it is at the server. */
export interface ProfileView extends ProfileFields {
  /** The hash of the avatar, if there is one. */
  readonly avatar?: string;
}
