// XEP-0260: Jingle SOCKS5 Bytestreams Transport Method, version 1.0.3
// https://xmpp.org/extensions/xep-0260.html
import { Jid } from '../../base/jid.ts';
import type { Module } from '../stanza/session.ts';
import { receivedId } from '../stanza/text.ts';
import { type Element, xml } from '../stanza/xml.ts';
import { badRequest } from './0166-requests.ts';

export const NS_JINGLE_SOCKS5 = 'urn:xmpp:jingle:transports:s5b:1';
/** Maximum number of candidates; more are ignored. */
const MAX_CANDIDATES = 20;
const MAX_HOST_LENGTH = 255;
/** A destination address that the SOCKS5 protocol can carry. */
const ADDRESS = /^[!-~]{1,255}$/u;

const TYPES = ['direct', 'assisted', 'tunnel', 'proxy'] as const;

/** An address at which a stream may be had (§2.2). */
export interface Candidate {
  readonly cid: string;
  readonly host: string;
  readonly port: number;
  /** Of the proxy, or of who listens. */
  readonly jid: Jid;
  /** The highest is tried first, and wins. */
  readonly priority: number;
  readonly type: (typeof TYPES)[number];
}

/** What a party has found of the other's candidates: one that it connected to, or none. */
export type Choice = { readonly used: string } | 'error';

/** A received `<transport/>`. */
export interface Socks5Parameters {
  /** The id of the stream, not of the session. */
  readonly sid: string;
  /** The destination address of the sender's candidates, if it is announced. */
  readonly dstaddr: string | undefined;
  readonly candidates: readonly Candidate[];
  readonly choice: Choice | undefined;
  /** The id of the candidate whose proxy was activated. */
  readonly activated: string | undefined;
  /** The nominated proxy cannot be used. */
  readonly proxyFailed: boolean;
}

/** Parses a `<transport/>`; malformed candidates are ignored. @throws StanzaError `bad-request` */
export function parseSocks5(transport: Element): Socks5Parameters {
  const { sid: id, dstaddr, mode = 'tcp' } = transport.attrs;
  const child = (name: string) => transport.getChild(name, NS_JINGLE_SOCKS5);
  const cidOf = (name: string) => {
    const element = child(name);
    const cid = receivedId(element?.attrs['cid']);
    if (element && cid === undefined) throw badRequest();
    return cid;
  };
  const sid = receivedId(id);
  const used = cidOf('candidate-used');
  const failed = child('candidate-error') !== undefined;
  if (sid === undefined || mode !== 'tcp' || (used !== undefined && failed)) throw badRequest();
  return {
    sid,
    dstaddr: ADDRESS.test(dstaddr ?? '') ? dstaddr : undefined,
    candidates: transport
      .getChildren('candidate', NS_JINGLE_SOCKS5)
      .slice(0, MAX_CANDIDATES)
      .flatMap((candidate) => parseCandidate(candidate) ?? []),
    choice: used !== undefined ? { used } : failed ? 'error' : undefined,
    activated: cidOf('activated'),
    proxyFailed: child('proxy-error') !== undefined,
  };
}

/** Builds a `<transport/>` with our candidates, or with what we tell of the peer's. */
export function buildSocks5(
  sid: string,
  dstaddr: string | undefined,
  children: readonly Element[],
): Element {
  return xml('transport', { xmlns: NS_JINGLE_SOCKS5, sid, dstaddr }, ...children);
}

export function buildCandidate(candidate: Candidate): Element {
  const { jid, port, priority, ...attrs } = candidate;
  return xml('candidate', {
    ...attrs,
    jid: jid.full,
    port: String(port),
    priority: String(priority),
  });
}

export function buildChoice(choice: Choice): Element {
  return choice === 'error' ? xml('candidate-error') : xml('candidate-used', { cid: choice.used });
}

export function buildActivated(cid: string): Element {
  return xml('activated', { cid });
}

export function buildProxyError(): Element {
  return xml('proxy-error');
}

export const jingleSocks5Module: Module = { xep: 'XEP-0260', features: [NS_JINGLE_SOCKS5] };

function parseCandidate({ attrs }: Element): Candidate | undefined {
  const cid = receivedId(attrs['cid']);
  const jid = Jid.parse(attrs['jid'] ?? '');
  const host = attrs['host'] ?? '';
  const port = wholeNumber(attrs['port'], 65_535);
  const priority = wholeNumber(attrs['priority'], 2 ** 31 - 1);
  const type = TYPES.find((known) => known === (attrs['type'] ?? 'direct'));
  if (cid === undefined || !jid || host === '' || host.length > MAX_HOST_LENGTH) return undefined;
  if (!port || priority === undefined || !type) return undefined;
  return { cid, host, port, jid, priority, type };
}

function wholeNumber(text: string | undefined, most: number): number | undefined {
  const value = /^[0-9]{1,10}$/u.test(text ?? '') ? Number(text) : Infinity;
  return value <= most ? value : undefined;
}
