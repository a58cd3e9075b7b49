import type { Sentences } from './sentences.ts';

/** Contacts. */
export const CONTACTS = {
  'bad-link':
    'Parley cannot open the link “{link}”: one looks like xmpp:name@server.org; check it.',
  'bad-link.server':
    'The link “{link}” names a server, and nobody there: one looks like xmpp:name@server.org; check it.',
  'own-jid': 'This is your own address: type that of somebody else.',
  'no-contact':
    '{address} is not in your contacts: add this address with "XMPP: Add Contact…" first.',
  'not-moved':
    'Nothing was moved: drop contacts on a group to put them there, or below the contacts to put them in none.',
  'no-suggestion': 'Nobody suggests contacts to you: there is nothing to review.',
  'bad-contacts-file':
    '{name} is too large or no list of contacts, and nothing was changed: choose a file that “XMPP: Export Contacts…” has written.',
  'no-group':
    'There are no groups: put a contact into one with “XMPP: Change Groups of Contact…” first.',
  'no-request': '{address} no longer asks to see your presence.',
  'no-request.at-all': 'Nobody asks to see your presence: there is no request to answer.',
  'presence.denied':
    '{name} does not let you see when they are online: write to them, then ask again with “Resend Request to Contact”.',
  'presence.removed':
    '{name} no longer lets you see when they are online: ask again with “Resend Request to Contact”, or remove them from your contacts.',
  'presence.ended':
    'You no longer see when {name} is online, by their wish or by another client of yours: ask again with “Resend Request to Contact”.',
  blocked: '{task}: you have blocked this address; run “XMPP: Unblock…” first, then try again.',
  'blocks-own':
    '{address} is your own address or server, and blocking it would lock you out: choose another one.',
  'no-blocking':
    '{domain} cannot block anybody: ignore their requests, or ask the operator of your server for it.',
  'not-blocked.at-all': 'You have blocked nobody: there is nothing to unblock.',
  'no-stranger': 'Nobody waits who is not in your contacts: there is no request to answer.',
  'not-blocked': '{address} is not blocked: there is nothing to unblock.',
} satisfies Sentences;
