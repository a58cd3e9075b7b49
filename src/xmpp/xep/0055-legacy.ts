// XEP-0055: Jabber Search, version 1.3: the namespace, and fields without a data form (§2, §4)
// https://xmpp.org/extensions/xep-0055.html

export const NS_SEARCH = 'jabber:iq:search';

/** The fields of the schema, by what they mean (§4). */
const LABELS: Readonly<Record<string, string>> = {
  first: 'Given name',
  last: 'Family name',
  nick: 'Nickname',
  email: 'E-mail',
};

/** The fields of the schema. */
export const LEGACY_FIELDS: readonly string[] = Object.keys(LABELS);

/** The label of a field that the service gives none. */
export function legacyLabel(name: string): string {
  return LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
