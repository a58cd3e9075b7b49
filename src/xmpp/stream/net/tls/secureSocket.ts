import { isIP, type Socket } from 'node:net';
import {
  connect,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { userError } from '../../../../base/userError.ts';
import { ConnectionError } from '../../connectionError.ts';
import { authorities } from './authorities.ts';
import { judgeCertificate } from './certificate.ts';
import { readXmppNames } from './xmppNames.ts';

/** The trust settings of an account. */
export interface Trust {
  readonly context: SecureContext;
  /** The SHA-256 fingerprint of the only certificate that the user accepted manually. */
  readonly fingerprint: string | undefined;
}

/**
 * @param options.trustedCa PEM, added to Node's authorities
 * @throws ConnectionError `bad-authority` when it cannot be parsed
 */
export function createTrust(
  options: Readonly<Record<'trustedCa' | 'fingerprint', string | undefined>>,
): Trust {
  const { trustedCa, fingerprint } = options;
  try {
    const context = createSecureContext({ minVersion: 'TLSv1.2', ...authorities(trustedCa) });
    return { context, fingerprint };
  } catch (cause) {
    throw new ConnectionError(userError('bad-authority'), { cause });
  }
}

/**
 * Starts TLS over a connected socket and verifies the certificate before any data can be written.
 *
 * @param options.name the name required in the certificate, in ASCII; also sent as SNI
 * @param options.service the protocol, for which a certificate may have special names
 * @throws ConnectionError `bad-certificate`; the socket's own error if the server has no TLS
 */
export function secureSocket(
  socket: Socket,
  options: { name: string; service: 'xmpp' | 'https'; alpn?: string; trust: Trust },
): Promise<TLSSocket> {
  const { name, service, alpn, trust } = options;
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket,
      secureContext: trust.context,
      // Verified below instead, to support a pinned certificate and report the reason.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(alpn === undefined ? {} : { ALPNProtocols: [alpn] }),
    });
    const failed = (error: Error) => {
      secured.destroy();
      reject(error);
    };
    const closed = () => {
      failed(new Error('closed during the TLS handshake'));
    };
    secured.once('error', failed).once('close', closed);
    secured.once('secureConnect', () => {
      const certificate = secured.getPeerCertificate();
      const chainError = secured.authorized ? undefined : authorizationCode(secured);
      const { raw } = certificate as Partial<PeerCertificate>;
      const xmppNames = service === 'xmpp' && raw ? readXmppNames(raw) : [];
      const fault = judgeCertificate(
        { certificate, chainError, xmppNames },
        name,
        trust.fingerprint,
      );
      if (fault) {
        failed(fault);
        return;
      }
      secured.off('error', failed).off('close', closed);
      resolve(secured);
    });
  });
}

/** Node types it as an Error but provides the code as a string. */
function authorizationCode(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return String(error);
}
