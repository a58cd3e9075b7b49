// Ada and Grace, in a process of their own. The first line of standard input says where the server
// is and who they are; a line on standard output says that they are online; the end of input ends them.
import { createInterface } from 'node:readline';
import { Contact } from './contact.mjs';
import { people } from './people.mjs';

const input = createInterface({ input: process.stdin });
const { value } = await input[Symbol.asyncIterator]().next();
const { domain, port, accounts } = JSON.parse(value);

/** @type {Contact[]} */
const contacts = accounts.map(
  (/** @type {{ user: 'ada' | 'grace', password: string }} */ { user, password }) =>
    new Contact({ domain, port, user, password }, people[user]),
);

process.stdin.once('end', () => {
  void Promise.allSettled(contacts.map((contact) => contact.stop())).then(() => process.exit());
});
await Promise.all(contacts.map((contact) => contact.start()));
console.log('online');
