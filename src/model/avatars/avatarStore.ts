/** Stores the pictures of avatars, by account and hash. */
export interface AvatarStore {
  /** `undefined` if it is not stored, or no longer. */
  read(account: string, hash: string): Promise<Uint8Array | undefined>;
  /** Stores a picture; the ones stored first are removed if there are too many. */
  write(account: string, hash: string, content: Uint8Array): Promise<void>;
  /** The path of the file with a picture, if it is one; whether it is still there is not known. */
  pathOf(account: string, hash: string): string | undefined;
  /** Removes all of an account. */
  remove(account: string): Promise<void>;
}

/** The avatar of a contact, by the ways that it was announced. Hashes in hexadecimal lower case. */
export interface KnownAvatar {
  /** By its own node (XEP-0084). */
  readonly published?: string;
  /** By presence, of its vCard (XEP-0153). */
  readonly announced?: string;
}
