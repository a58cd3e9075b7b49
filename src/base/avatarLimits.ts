/** Maximum size of an avatar of ours, in bytes: in base64, with its frame, it passes servers that take 100 kB at once. */
export const MAX_OWN_AVATAR_BYTES = 54 * 1024;
/** Maximum length of a side of any avatar, in points: a larger picture is not decoded for it. */
export const MAX_AVATAR_SIDE = 1024;
