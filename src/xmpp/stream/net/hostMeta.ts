import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import { RedirectGuard } from './redirectGuard.ts';
import type { Element } from '../../stanza/xml.ts';
import { PATIENT } from './openSocket.ts';
import { StreamParser } from '../xml/parser.ts';

const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0';
const REL_WEBSOCKET = 'urn:xmpp:alt-connections:websocket';
const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 5000;
const MAX_REDIRECTS = 3;

/**
 * Parses the WebSocket addresses of a host-meta file, XRD or JSON (XEP-0156 §2). Accepts only
 * `wss:`: RFC 7395 §3.9 has no STARTTLS, so `ws:` would remain unencrypted.
 */
export function parseHostMeta(text: string): URL[] {
  const links = text.trimStart().startsWith('{') ? parseJson(text) : parseXrd(text);
  return links.flatMap(({ rel, href }) => {
    if (rel !== REL_WEBSOCKET || !href || !URL.canParse(href)) return [];
    const url = new URL(href);
    return url.protocol === 'wss:' && url.username === '' ? [url] : [];
  });
}

interface Link {
  readonly rel?: string | undefined;
  readonly href?: string | undefined;
}

function parseXrd(text: string): Link[] {
  let root: Element | undefined;
  const parser = new StreamParser({ framed: true, maxStanzaBytes: MAX_BYTES });
  parser.on('element', (element: Element) => (root = element));
  parser.write(text);
  if (!root?.is('XRD', NS_XRD)) return [];
  return root
    .getChildren('Link', NS_XRD)
    .map(({ attrs }) => ({ rel: attrs['rel'], href: attrs['href'] }));
}

function parseJson(text: string): Link[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const { links } = value as { links?: unknown };
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  const { rel, href } = (value ?? {}) as Record<string, unknown>;
  return typeof rel === 'string' && typeof href === 'string';
}

/**
 * Fetches a domain's host-meta, or its JSON form if only that exists.
 * @param domain in ASCII, with a port if it is not 443
 * @param options.ca the certificate authorities to trust instead of the default ones (PEM)
 * @param options.guard creates the guard of a chain of redirects
 * @returns the text, or `undefined` if there is none, it exceeds 64 KiB, or 5 s have passed
 */
export async function fetchHostMeta(
  domain: string,
  options: { ca?: readonly string[]; guard?: () => RedirectGuard } = {},
): Promise<string | undefined> {
  const { ca, guard = () => new RedirectGuard() } = options;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const request = { signal, ...PATIENT, ...(ca && { ca: [...ca] }) };
  for (const path of ['host-meta', 'host-meta.json']) {
    const url = new URL(`https://${domain}/.well-known/${path}`);
    const text = await fetchText(url, request, guard());
    if (text !== undefined || signal.aborted) return text;
  }
  return undefined;
}

/**
 * Follows redirects, but only to https, since the answer decides where the password is sent, and
 * never from the public Internet into a private network.
 */
async function fetchText(
  url: URL,
  request: https.RequestOptions,
  guard: RedirectGuard,
): Promise<string | undefined> {
  for (let hops = 0; hops <= MAX_REDIRECTS && url.protocol === 'https:'; hops += 1) {
    try {
      const response = await get(url, { ...request, ...guard.next(url) });
      const { statusCode = 0, headers } = response;
      if (statusCode === 200) return await readBody(response);
      response.destroy();
      if (statusCode < 300 || statusCode > 399 || !headers.location) return undefined;
      url = new URL(headers.location, url);
    } catch {
      // Most domains have no host-meta; any failure counts as none.
      return undefined;
    }
  }
  return undefined;
}

function get(url: URL, request: https.RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    https.get(url, request, resolve).on('error', reject);
  });
}

async function readBody(response: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
