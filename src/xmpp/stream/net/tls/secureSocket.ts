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

/** Whom an account trusts. */
export interface Trust {
  readonly context: SecureContext;
  /** The one certificate's SHA-256 fingerprint that the user accepted by hand. */
  readonly fingerprint: string | undefined;
}

/**
 * @param options.trustedCa PEM, added to the authorities that Node knows.
 * @throws ConnectionError `bad-authority` when it cannot be read.
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
 * Runs TLS over a connected socket and checks the certificate before anybody can write to it.
 *
 * @param options.name the name that must be in the certificate, in ASCII; also sent as SNI.
 * @param options.service what is spoken over it, of which a certificate may have special names.
 * @throws ConnectionError `bad-certificate`; the socket's own error when there is no TLS at all.
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
      // Judged below instead, where a pinned certificate counts and the reason can be told.
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

/** Node types it as an Error but gives the code as a string. */
function authorizationCode(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return String(error);
}
