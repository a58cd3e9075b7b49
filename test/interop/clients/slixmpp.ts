import { type Peer, startPeer } from '../peer.mjs';
import {
  type ClientKind,
  type ClientSetup,
  notTried,
  type OtherClient,
  type Step,
  unsupported,
  WAIT_MS,
} from './otherClient.ts';

export const slixmpp: ClientKind = { name: 'slixmpp', package: 'python3-slixmpp', start };

type Method = 'socks5' | 'ibb';
type PeerEvent = Peer['events'][number];

const unseen = notTried('is a library, whose user sees nothing of this');
const unknown = unsupported('has no such feature');

/** The library, with a program of ours that negotiates what it cannot by itself. */
async function start({ server, account, chat, password }: ClientSetup): Promise<OtherClient> {
  const [user = ''] = account.split('@');
  const peer = await startPeer({ server, user, password });
  const reads = ({ body }: Step) => peer.waitFor((event) => event.body === body, WAIT_MS);
  const offers =
    (method: Method) =>
    ({ file, to }: Step) =>
      peer.offer({ to, file, method });
  const accepts =
    (method: Method) =>
    async ({ body, file }: Step) => {
      await peer.accept([method], file);
      const isOurs = ({ event, name }: PeerEvent) => event === 'offer' && name === body;
      const { sid } = await peer.waitFor(isOurs, WAIT_MS);
      await peer.waitFor((event) => event.event === 'received' && event.sid === sid, WAIT_MS);
    };
  const jingle = { jingleSocks5: unknown, jingleInBand: unknown };
  const sight = { markers: unseen, correction: unseen, retraction: unseen, reaction: unseen };
  const others = { ...sight, reply: unseen, carbons: unseen, readSync: unseen, ...jingle };
  return {
    does: {
      ...others,
      text: ({ body }) => peer.send({ to: chat, body }),
      typing: () => peer.send({ to: chat, state: 'composing' }),
      receipts: reads,
      file: ({ file }) => peer.upload({ file, to: chat }),
      siSocks5: offers('socks5'),
      siInBand: offers('ibb'),
    },
    shows: {
      ...others,
      text: reads,
      typing: unseen,
      receipts: unseen,
      file: ({ body }) => peer.waitFor(({ oob }) => oob?.endsWith(`/${body}`), WAIT_MS),
      siSocks5: accepts('socks5'),
      siInBand: accepts('ibb'),
    },
    seen: () => JSON.stringify(peer.events.slice(-5), null, 1),
    stop: () => peer.stop(),
  };
}
