import { Jid } from '../../base/jid.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import { failure } from '../../base/userError.ts';
import type { RegistrationAnswers } from '../../xmpp/xep/0077-register.ts';

/** Parses an account typed by the user. @returns its bare JID. @throws Failure */
export function parseAccount(address: string): Jid {
  const jid = parseTypedJid(address);
  if (!jid || jid.local === '') {
    throw failure('bad-jid');
  }
  return jid.toBare();
}

/** Parses a server typed by the user. @throws Failure */
export function parseServer(server: string): Jid {
  const jid = Jid.parse(server.trim());
  if (jid?.local !== '' || jid.resource !== '') {
    throw failure('bad-server');
  }
  return jid;
}

/** The account that the answers to a registration form result in. @throws Failure */
export function parseRegistration(
  server: string,
  { values }: RegistrationAnswers,
): { readonly jid: Jid; readonly password: string } {
  const { domain } = parseServer(server);
  const username = values['username']?.[0] ?? '';
  const password = values['password']?.[0] ?? '';
  const jid = Jid.parse(`${username}@${domain}`);
  if (!jid || password === '') {
    throw failure('registration-invalid.name');
  }
  return { jid, password };
}
