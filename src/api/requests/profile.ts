import type { AvatarView, ProfileFields, ProfileView } from '../views.ts';
import type { Bytes, OfAccount, OfChat } from './params.ts';

/** Requests about avatars and the user's own profile: method → parameters and result. */
export interface ProfileRequests {
  /**
   * The picture of an avatar, by the hash in the view of somebody in this chat: it is requested from
   * them if it is not here. Null if it cannot be had, or may not be shown.
   */
  getAvatar: { params: OfChat & { readonly hash: string }; result: AvatarView | null };
  /** As `getAvatar`: the path of the file with the picture. */
  getAvatarFile: { params: OfChat & { readonly hash: string }; result: string | null };
  /** The user's profile, as it is at the server. */
  getProfile: { params: OfAccount; result: ProfileView };
  /** Changes these fields of it, and none else. */
  setProfile: { params: OfAccount & { readonly fields: Partial<ProfileFields> }; result: null };
  /**
   * Publishes an avatar, a PNG or JPEG; rejects with `bad-avatar`.
   * `access`: for those who see the user's presence, or for anybody.
   */
  setAvatar: {
    params: OfAccount & { readonly content: Bytes; readonly access: 'presence' | 'open' };
    result: null;
  };
  removeAvatar: { params: OfAccount; result: null };
}
