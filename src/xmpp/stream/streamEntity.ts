import { client, type Client } from '@xmpp/client';
import type { Jid } from '../../base/jid.ts';
import type { Element } from '../stanza/xml.ts';
import type { WireSocket } from './net/wire.ts';
import { StreamParser } from './xml/parser.ts';

/** What the library's entity is made of, and what becomes of what it tells. */
export interface StreamEntityOptions {
  readonly account: Jid;
  /** Whether each element is a message of its own, as over WebSocket (RFC 7395). */
  readonly framed: boolean;
  readonly socket: WireSocket;
  /** Connects the socket. */
  readonly dial: () => Promise<unknown>;
  /** Maximum size of a stanza of the next stream, in bytes. */
  readonly maxStanzaBytes: () => number;
  /** Called for all received data. */
  onData(): void;
  onElement(element: Element): void;
  /** Called with a `<stream:error/>` of the server. */
  onStreamError(element: Element): void;
  onError(error: unknown): void;
  /** Called when the server has closed the stream. */
  onClose(): void;
  /** Called when the connection has ended. */
  onDisconnect(): void;
}

/** Creates the library's entity for one stream, reduced to its framing over our own socket and parser. */
export function createStreamEntity(options: StreamEntityOptions): Client {
  const { account, framed, socket, dial, maxStanzaBytes } = options;
  const entity = client({ username: account.local, domain: account.domain, lang: 'en' });
  entity.options = { ...entity.options, domain: account.domain, lang: 'en' };
  // Our own deadlines apply, to whole steps.
  entity.timeout = 0;
  // Disables its reconnection, SASL, STARTTLS, stream management and iq handling.
  entity.reconnect.stop();
  entity.removeAllListeners();
  const base = entity._findTransport(framed ? 'wss://host' : 'xmpp://host');
  if (!base) throw new TypeError('the XMPP library lacks a transport');
  const overrides = {
    /** The library constructs one socket per stream, which is ours. */
    Socket: function () {
      return socket;
    },
    Parser: class extends StreamParser {
      constructor() {
        super({ framed, maxStanzaBytes: maxStanzaBytes() });
      }
    },
    socketParameters: () => dial,
  };
  const prototype = Object.assign(Object.create(base.prototype), overrides) as object;
  entity.transports = [{ prototype }];
  entity._onData = (data) => {
    options.onData();
    // Undecoded, so that the parser can join split characters.
    entity.parser?.write(data);
  };
  // Stream errors of either side are handled by us.
  entity._streamError = () => Promise.resolve();
  entity.disconnect = () => Promise.resolve();
  entity._onStreamError = (element) => {
    options.onStreamError(element);
  };
  entity.on('element', (element: Element) => {
    options.onElement(element);
  });
  entity.on('error', (error: unknown) => {
    options.onError(error);
  });
  entity.on('close', () => {
    options.onClose();
  });
  entity.on('disconnect', () => {
    options.onDisconnect();
  });
  return entity;
}
