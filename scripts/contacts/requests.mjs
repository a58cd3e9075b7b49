// @ts-check
// What Ada and Grace do when asked, to show what Parley can.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { xml } from '@xmpp/client';

const CORRECTION = 'urn:xmpp:message-correct:0';
const REACTIONS = 'urn:xmpp:reactions:0';
const HINTS = 'urn:xmpp:hints';
const SLIP_MS = 3000;
const AWAY_MS = 15_000;

/**
 * @typedef {object} Asked
 * @property {import('./contact.mjs').Contact} contact who was asked
 * @property {import('./people.mjs').Person} person
 * @property {string} to who asks
 * @property {string | undefined} id of the message that asks
 *
 * @typedef {object} Request
 * @property {RegExp} pattern what a message that asks for it says
 * @property {string} help what `help` says of it
 * @property {(asked: Asked) => unknown} answer
 */

/** @type {readonly Request[]} */
const REQUESTS = [
  {
    pattern: /\bfile\b/iu,
    help: '`file` – I send you a file: save it, open it, or compare it with yours',
    answer: ({ contact, person, to }) => contact.sendFile(to, person.file),
  },
  {
    pattern: /\bcode\b/iu,
    help: '`code` – I send you code, with its colours and buttons',
    answer: ({ contact, person, to }) => contact.say(to, person.code),
  },
  {
    pattern: /\bcorrect/iu,
    help: '`correction` – I mistype something, and correct it',
    async answer({ contact, person, to }) {
      const id = randomUUID();
      contact.say(to, person.slip.wrong, { id });
      await delay(SLIP_MS);
      contact.say(to, person.slip.right, {}, xml('replace', { xmlns: CORRECTION, id }));
    },
  },
  {
    pattern: /\breact/iu,
    help: '`reaction` – I react to what you wrote',
    answer({ contact, person, to, id }) {
      const reaction = xml('reaction', {}, person.reaction);
      contact.send(
        xml(
          'message',
          { to, type: 'chat', id: randomUUID() },
          xml('reactions', { xmlns: REACTIONS, id }, reaction),
          xml('store', HINTS),
        ),
      );
    },
  },
  {
    pattern: /\baway\b/iu,
    help: '`away` – I go away, and am back a little later',
    async answer({ contact, to }) {
      contact.showPresence({ show: 'away', status: 'Back in a moment' });
      await delay(AWAY_MS);
      contact.showPresence();
      contact.say(to, 'Here I am again.');
    },
  },
];

/** @param {string} text @returns {((asked: Asked) => unknown) | undefined} what to do for who says this */
export function requestIn(text) {
  if (/^\s*(help|\?)\s*$/iu.test(text)) return help;
  // A whole sentence of code is not about code.
  if (text.includes('```')) return undefined;
  return REQUESTS.find(({ pattern }) => pattern.test(text))?.answer;
}

/** @param {Asked} asked */
function help({ contact, to }) {
  const lines = REQUESTS.map((request) => `• ${request.help}`);
  contact.say(to, `Say one of these, and I show you:\n${lines.join('\n')}`);
}
