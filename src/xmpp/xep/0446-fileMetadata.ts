// XEP-0446: File metadata element, version 0.2.0
// https://xmpp.org/extensions/xep-0446.html
import type { Module } from '../stanza/session.ts';
import { receivedText, sendableText } from '../stanza/text.ts';
import { childText, type Element, xml } from '../stanza/xml.ts';
import { buildHash, type FileHash, parseHashes } from './0300-hashes.ts';

export const NS_FILE_METADATA = 'urn:xmpp:file:metadata:0';
const MAX_NAME_LENGTH = 1000;
const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;

/** A sender's metadata of a file, unverified before the file is downloaded. */
export interface FileMetadata {
  /** The name by the sender: not safe as a file name, and may contain a path. */
  readonly name?: string;
  /** In bytes. */
  readonly size?: number;
  /** MIME type without parameters, in lower case. */
  readonly mediaType?: string;
  /** Of a picture or video, in points: a claim. */
  readonly width?: number;
  readonly height?: number;
  /** How long sound or video is, in ms: a claim. */
  readonly duration?: number;
  /** Absent if none is supported. */
  readonly hashes?: readonly FileHash[];
}

/**
 * Parses the `<file/>` in `parent`; malformed parts count as absent.
 *
 * @param xmlns that of the file and its parts, which other extensions have in their own (XEP-0234)
 */
export function parseFileMetadata(
  parent: Element,
  xmlns = NS_FILE_METADATA,
): FileMetadata | undefined {
  const file = parent.getChild('file', xmlns);
  if (!file) return undefined;
  const name = receivedText(childText(file, 'name', xmlns) ?? '', MAX_NAME_LENGTH).trim();
  const size = childText(file, 'size', xmlns)?.trim() ?? '';
  const mediaType = childText(file, 'media-type', xmlns)?.trim().toLowerCase() ?? '';
  const width = parseSide(childText(file, 'width', xmlns));
  const height = parseSide(childText(file, 'height', xmlns));
  const length = childText(file, 'length', xmlns)?.trim() ?? '';
  const hashes = parseHashes(file);
  return {
    ...(name === '' ? {} : { name }),
    ...(/^\d{1,15}$/.test(size) ? { size: Number(size) } : {}),
    ...(MEDIA_TYPE.test(mediaType) ? { mediaType } : {}),
    ...(width !== undefined && height !== undefined ? { width, height } : {}),
    ...(/^[1-9]\d{0,8}$/.test(length) ? { duration: Number(length) } : {}),
    ...(hashes.length > 0 ? { hashes } : {}),
  };
}

/** @param more other children */
export function buildFileMetadata(
  { name, size, mediaType, hashes }: FileMetadata,
  xmlns = NS_FILE_METADATA,
  ...more: readonly Element[]
): Element {
  return xml(
    'file',
    { xmlns },
    mediaType !== undefined && xml('media-type', null, sendableText(mediaType)),
    name !== undefined && xml('name', null, sendableText(name)),
    size !== undefined && xml('size', null, String(size)),
    ...(hashes ?? []).map(buildHash),
    ...more,
  );
}

function parseSide(text = ''): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text.trim()) ? Number(text) : undefined;
}

/** Not announced: it is a part of other extensions. */
export const fileMetadataModule: Module = { xep: 'XEP-0446', features: [] };
