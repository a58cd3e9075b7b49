import path from 'node:path';
import { Orders } from './orders.ts';
import {
  type ClientKind,
  type ClientSetup,
  notTried,
  offersOf,
  type OtherClient,
  type Step,
  unsupported,
} from './otherClient.ts';
import { startOnScreen } from './screen.ts';

const script = path.join(import.meta.dirname, 'gajimUser.py');

export const gajim: ClientKind = { name: 'Gajim', package: 'gajim', isApart: true, start };

/** What its window shows of the chat. */
interface Sight {
  readonly online: boolean;
  /** Whether it knows what the contact's client can do, and tells it the like. */
  readonly acquainted: boolean;
  readonly typing: boolean;
  readonly unread: number;
  readonly rows: readonly Row[];
}

interface Row {
  readonly text: string;
  readonly ours: boolean;
  readonly file: boolean;
  readonly received: boolean;
  readonly displayed: boolean;
  readonly corrected: boolean;
}

const unknown = unsupported('has no such feature');

async function start(setup: ClientSetup): Promise<OtherClient> {
  const { server, account, chat, password } = setup;
  const where = ['127.0.0.1', String(server.ports.starttls), account, chat];
  const command = ['/usr/bin/python3', '-B', script, ...where];
  const { program, stop } = await startOnScreen(command, setup, {
    GAJIM_PASSWORD: password,
  });
  const user = new Orders<Sight>(program);
  const sees = (fits: (sight: Sight) => boolean) => user.sees(fits);
  const row = (fits: (row: Row) => boolean) => sees(({ rows }) => rows.some(fits));
  const write = async ({ body }: Step) => {
    await user.give('write', { text: body });
    await user.give('send');
  };
  const reads = ({ body }: Step) => row(({ text }) => text === body);
  const readsAll = async (step: Step) => {
    await reads(step);
    await user.give('read');
  };
  try {
    await user.give('sign_in');
    await sees(({ online, acquainted }) => online && acquainted);
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
      correction: async ({ next }) => {
        await user.give('correct');
        await write({ body: next, next: '', file: '', to: '' });
      },
      retraction: unknown,
      reaction: unknown,
      ...offersOf(unknown, notTried('has it, beside uploads')),
      reply: unknown,
      file: ({ file }) => user.give('upload', { file }),
    },
    shows: {
      text: reads,
      carbons: ({ body }) => row(({ text, ours }) => ours && text === body),
      typing: () => sees(({ typing }) => typing),
      receipts: ({ body }) => row(({ text, received }) => text === body && received),
      markers: ({ body }) => row(({ text, displayed }) => text === body && displayed),
      correction: ({ next }) => row(({ text, corrected }) => text === next && corrected),
      retraction: unsupported('shows a sentence that a message was taken back', () =>
        row(({ text }) => text.includes('took back a message')),
      ),
      reaction: unknown,
      ...offersOf(unknown, notTried('has it, beside uploads')),
      reply: unsupported('shows the answer below the quotation that goes with it', (step) =>
        row(({ text }) => text.includes(`> ${step.body}\n`) && text.includes(step.next)),
      ),
      file: ({ body }) => row(({ text, file }) => file && text.endsWith(`/${body}`)),
      readSync: ({ body, next }) =>
        sees(
          ({ rows, unread }) =>
            rows.some(({ text }) => text === body) && (unread === 0) === (next === 'read'),
        ),
    },
    seen: () => user.seen,
    stop,
  };
}
