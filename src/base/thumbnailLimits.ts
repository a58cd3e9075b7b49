/** Maximum size of a thumbnail in bytes, as XEP-0231 §2 recommends for what comes along. */
export const MAX_THUMBNAIL_BYTES = 8 * 1024;
/** Maximum length of a `data:` URL of one, in UTF-16 code units. */
export const MAX_THUMBNAIL_URL = 11_000;
