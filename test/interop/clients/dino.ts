import path from 'node:path';
import { Orders } from './orders.ts';
import {
  type ClientKind,
  type ClientSetup,
  eventually,
  notTried,
  offersOf,
  type OtherClient,
  type Step,
  unsupported,
  UPLOAD_LIMIT,
} from './otherClient.ts';
import { startOnScreen } from './screen.ts';

const script = path.join(import.meta.dirname, 'dinoUser.py');

export const dino: ClientKind = {
  name: 'Dino',
  package: 'dino-im',
  port: 5222,
  isApart: true,
  smallest: { taken: 0, sent: UPLOAD_LIMIT + 1 },
  largestTaken: 5_000_000,
  quirks: [
    'sends by itself only what is larger than the server takes as an upload',
    'takes by itself no file of more than 5 MB, so that none of 64 MB was sent to it',
  ],
  start,
};

/** What it shows of the chat. */
interface Row {
  readonly text: string;
  readonly ours: boolean;
  readonly file: boolean;
  readonly received: boolean;
  readonly displayed: boolean;
  readonly corrected: boolean;
  /** What it answers. */
  readonly quoted: string | null;
  readonly reaction: string | null;
  readonly read: boolean;
}

const unknown = unsupported('has no such feature');

async function start(setup: ClientSetup): Promise<OtherClient> {
  const { account, chat, password } = setup;
  const command = ['/usr/bin/python3', '-B', script, account, chat];
  const { program, stop } = await startOnScreen(command, setup, {
    DINO_PASSWORD: password,
    // There is no graphics card to draw with.
    GSK_RENDERER: 'cairo',
  });
  const user = new Orders<{ readonly rows: readonly Row[] }>(program);
  const row = (fits: (row: Row) => boolean) => user.sees(({ rows }) => rows.some(fits));
  const write = ({ body }: Step) => user.give('send', { text: body });
  const reads = ({ body }: Step) => row(({ text }) => text === body);
  const readsAll = async (step: Step) => {
    await reads(step);
    await user.give('read');
  };
  try {
    await user.give('sign_in');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    does: {
      text: write,
      carbons: write,
      typing: () => user.give('write', { text: 'I am' }),
      receipts: reads,
      markers: readsAll,
      readSync: readsAll,
      correction: ({ next }) => user.give('correct', { text: next }),
      retraction: unknown,
      reaction: notTried('offers emoji in a choice that cannot be worked from outside for sure'),
      ...offersOf(unknown, ({ file }) => user.give('upload', { file })),
      jingleInBand: unsupported(
        'ends the session once SOCKS5 has failed (`offer_file_stream` in `0234_jingle_file_transfer.vala`), and ' +
          'sends in band only to clients that announce no SOCKS5',
      ),
      reply: ({ body, next }) => user.give('reply', { to: body, text: next }),
      file: ({ file }) => user.give('upload', { file }),
    },
    shows: {
      text: reads,
      carbons: ({ body }) => row(({ text, ours }) => ours && text === body),
      typing: () =>
        eventually(
          async () => (await user.give('typing')) === true,
          () => 'no word of typing',
        ),
      receipts: ({ body }) => row(({ text, received }) => text === body && received),
      markers: ({ body }) => row(({ text, displayed }) => text === body && displayed),
      correction: ({ next }) => row(({ text, corrected }) => text === next && corrected),
      retraction: unsupported('shows a sentence that a message was taken back', () =>
        row(({ text }) => text.includes('took back a message')),
      ),
      reaction: ({ body, next }) =>
        row(({ text, reaction }) => text === body && reaction?.startsWith(next) === true),
      ...offersOf(unknown, ({ body, file }) => user.give('save', { name: body, file })),
      jingleInBand: unsupported(
        'rejects other transports once SOCKS5 has failed (`handle_transport_replace` in `0166_jingle/content.vala`), ' +
          'and cannot close its side of one in band (`accept` in `0234_jingle_file_transfer.vala`): what the server ' +
          'takes is uploaded',
      ),
      reply: ({ body, next }) => row(({ text, quoted }) => quoted === body && text.includes(next)),
      file: ({ body }) => row(({ text, file }) => file && text === body),
      readSync: ({ body, next }) =>
        row(({ text, read }) => text === body && read === (next === 'read')),
    },
    seen: () => user.seen,
    stop,
  };
}
