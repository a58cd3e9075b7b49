import type { Sentences } from './sentences.ts';

/** Accounts. */
export const ACCOUNTS = {
  'no-account': 'This account is not signed in: sign in with "XMPP: Sign In…".',
  'no-account.at-all': 'You are not signed in: sign in with an XMPP account first.',
  'no-account.of-link':
    'This link is for your account {address}, which is not signed in here: sign in with it, then open the link again.',
  'bad-jid': 'A JID looks like name@server.org: check the address.',
  'bad-server': 'A server looks like server.org: check what you typed.',
  'bad-fingerprint': 'This is not a SHA-256 fingerprint: copy it whole.',
  'busy.signing-in': 'Parley is signing in as {address} already: wait a moment.',
  'registration-invalid.name':
    'An account needs a name that an address can begin with, and a password: check both.',
  'registration-invalid.signed-in': 'You are signed in as {address} already: choose another name.',
  'unanswered.password':
    '{domain} did not say whether the password was changed: if you are asked for it, try the new one first.',
  'unanswered.deletion':
    '{domain} did not say whether {address} was deleted: sign in again to see, and delete it again if that works.',
  'no-archive-preferences':
    '{domain} lets nobody choose what it archives: ask its operator what it keeps.',
  'bad-avatar': 'The avatar is no PNG or JPEG of at most {most}: choose another picture.',
  'bad-picture': '{name} is no PNG, JPEG, GIF or WebP picture, or too large: choose another one.',
  'no-picture-open': 'No editor shows a picture: open one, or choose a file.',
  'ca-file.unreadable':
    'The CA file {path} cannot be read: correct the setting "parley.connection.caFile".',
  'ca-file.empty':
    'The CA file {path} holds no certificate in PEM form: correct the setting "parley.connection.caFile".',
} satisfies Sentences;
