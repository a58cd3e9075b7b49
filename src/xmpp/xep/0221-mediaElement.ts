// XEP-0221: Data Forms Media Element, version 1.0
// https://xmpp.org/extensions/xep-0221.html
import type { Module } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';

const NS = 'urn:xmpp:media-element';

/** One place where the media of a form's field can be had. */
export interface MediaUri {
  /** Such as `cid:…` (XEP-0231) or `https:…`; untrusted. */
  readonly uri: string;
  readonly mediaType: string;
}

/** What belongs to a form's field, in the order that the form prefers. */
export function parseMedia(field: Element): readonly MediaUri[] {
  return field
    .getChildren('media', NS)
    .flatMap((media) => media.getChildren('uri', NS))
    .map((uri) => ({ uri: uri.text().trim(), mediaType: uri.attrs['type'] ?? '' }));
}

/** Read where a form has it; announced by what such forms come with. */
export const mediaElementModule: Module = { xep: 'XEP-0221', features: [NS] };
