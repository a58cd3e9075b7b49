import { Jid } from '../../base/jid.ts';
import { parseTypedJid } from '../../base/jidEscaping.ts';
import type { RegistrationAnswers } from '../../xmpp/xep/0077-register.ts';
import { Failure } from '../failure.ts';

/** The account that a user has typed, bare. @throws Failure */
export function parseAccount(address: string): Jid {
  const jid = parseTypedJid(address);
  if (!jid || jid.local === '') {
    throw new Failure('bad-jid', 'A JID looks like name@server.org: check what you typed.');
  }
  return jid.toBare();
}

/** The server that a user has typed. @throws Failure */
export function parseServer(server: string): Jid {
  const jid = Jid.parse(server.trim());
  if (jid?.local !== '' || jid.resource !== '') {
    throw new Failure('bad-server', 'A server looks like server.org: check what you typed.');
  }
  return jid;
}

/** The account that answers to a server's form make. @throws Failure */
export function parseRegistration(
  server: string,
  { values }: RegistrationAnswers,
): { readonly jid: Jid; readonly password: string } {
  const { domain } = parseServer(server);
  const username = values['username']?.[0] ?? '';
  const password = values['password']?.[0] ?? '';
  const jid = Jid.parse(`${username}@${domain}`);
  if (!jid || password === '') {
    throw new Failure(
      'registration-invalid',
      'An account needs a name that an address can begin with, and a password: check both.',
    );
  }
  return { jid, password };
}
