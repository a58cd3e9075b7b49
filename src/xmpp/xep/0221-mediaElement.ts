// XEP-0221: Data Forms Media Element, version 1.0
// https://xmpp.org/extensions/xep-0221.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:media-element';

/** One source of the media of a form's field. */
export interface MediaUri {
  /** Such as `cid:…` (XEP-0231) or `https:…`; untrusted. */
  readonly uri: string;
  readonly mediaType: string;
}

/** The media of a form's field, in the form's order of preference. */
export function parseMedia(field: Element): readonly MediaUri[] {
  return field
    .getChildren('media', NS)
    .flatMap((media) => media.getChildren('uri', NS))
    .map((uri) => ({ uri: uri.text().trim(), mediaType: uri.attrs['type'] ?? '' }));
}

/** Announced, since the forms of other extensions may contain it. */
export const mediaElementModule: Module = { xep: 'XEP-0221', features: [NS] };
