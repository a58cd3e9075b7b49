import type { Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import { WebSocket } from 'ws';
import { ConnectionError, stopped, unreachable } from '../connectionError.ts';
import type { Endpoint } from './endpoints.ts';
import { openSocket } from './openSocket.ts';
import { secureSocket, type Trust } from './tls/secureSocket.ts';
import { socketWire, type Wire, webSocketWire } from './wire.ts';

/** Maximum size of a frame, which contains one stanza; the parser enforces the stanza limit. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024 + 1024;
const WEBSOCKET_HANDSHAKE_MS = 10_000;

/** The name in the form used by certificates and SNI. */
export function asciiName(domain: string): string {
  const host = domain.replace(/^\[|\]$/gu, '');
  return host.includes(':') ? host : domainToASCII(host);
}

/**
 * Connects to an endpoint. Wires with direct TLS are returned with their certificate verified:
 * against the JID's domain, or for a WebSocket against its own host, to which the domain delegates
 * by its host-meta over https, or the user by a setting (RFC 7395 §3.9, XEP-0156 §4).
 *
 * @param signal aborts
 * @throws ConnectionError
 */
export async function dial(
  endpoint: Endpoint,
  options: { domain: string; trust: Trust; signal: AbortSignal },
): Promise<Wire> {
  const { trust, signal } = options;
  const { mode, host, port, url } = endpoint;
  const socket = await openSocket(host, port, signal);
  const destroy = () => socket.destroy();
  signal.addEventListener('abort', destroy);
  try {
    if (signal.aborted) throw stopped();
    if (mode === 'starttls') return socketWire(socket, false);
    if (mode === 'tls') {
      const name = asciiName(options.domain);
      // XEP-0368 §3
      const alpn = 'xmpp-client';
      return socketWire(await secureSocket(socket, { name, service: 'xmpp', alpn, trust }), true);
    }
    const name = asciiName(host);
    const secured = await secureSocket(socket, { name, service: 'https', trust });
    return webSocketWire(await openWebSocket(url ?? `wss://${host}:${port}/`, secured));
  } catch (error) {
    socket.destroy();
    if (signal.aborted) throw stopped();
    throw error instanceof ConnectionError ? error : unreachable(host, port, error);
  } finally {
    signal.removeEventListener('abort', destroy);
  }
}

/** Performs the handshake of RFC 7395 §3.1 over a socket whose certificate was verified. */
function openWebSocket(url: string, socket: Socket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(url, 'xmpp', {
      createConnection: () => socket,
      followRedirects: false,
      handshakeTimeout: WEBSOCKET_HANDSHAKE_MS,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
    webSocket.once('error', reject);
    webSocket.once('open', () => {
      webSocket.off('error', reject);
      resolve(webSocket);
    });
  });
}
