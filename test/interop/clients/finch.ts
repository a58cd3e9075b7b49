import path from 'node:path';
import { Orders } from './orders.ts';
import {
  type ClientKind,
  type ClientSetup,
  offersOf,
  type OtherClient,
  type Step,
  unsupported,
} from './otherClient.ts';
import { startOnScreen } from './screen.ts';

const script = path.join(import.meta.dirname, 'finchUser.py');

export const finch: ClientKind = {
  name: 'Finch',
  package: 'finch',
  smallest: { taken: 1, sent: 1 },
  largeInBand: true,
  quirks: [
    'takes and sends no empty file',
    'sends to a proxy (XEP-0065) before that is ready, which loses small files',
  ],
  start,
};

const unknown = unsupported('has no such feature');

/** What it has got. */
interface Sight {
  readonly heard: readonly string[];
  readonly typing: boolean;
}

async function start(setup: ClientSetup): Promise<OtherClient> {
  const { server, account, chat, password } = setup;
  const where = ['127.0.0.1', String(server.ports.starttls), account, chat];
  const command = ['/usr/bin/python3', '-B', script, ...where];
  const { program, stop } = await startOnScreen(
    command,
    { ...setup, network: undefined },
    {
      FINCH_PASSWORD: password,
    },
  );
  const user = new Orders<Sight>(program);
  const sees = (fits: (sight: Sight) => boolean) => user.sees(fits);
  const reads = ({ body }: Step) => sees(({ heard }) => heard.includes(body));
  const isDone = (end: unknown) => {
    if (end !== 'done') throw new Error(`in Finch it is ${String(end)}`);
  };
  const offer = async ({ file, to }: Step) => {
    isDone(await user.give('offer', { file, to }));
  };
  const save = async ({ body, file }: Step) => {
    isDone(await user.give('save', { name: body, file }));
  };
  try {
    await user.give('sign_in');
  } catch (error) {
    await stop();
    throw error;
  }
  const others = {
    markers: unknown,
    retraction: unknown,
    reaction: unknown,
    file: unknown,
    carbons: unknown,
    readSync: unknown,
  };
  return {
    does: {
      ...others,
      text: ({ body }) => user.give('write', { text: body }),
      typing: ({ to }) => user.give('type', { to }),
      receipts: unknown,
      correction: unknown,
      reply: unknown,
      ...offersOf(offer, unknown),
      siInBand: async (step) => {
        await user.give('shut');
        await offer(step);
      },
    },
    shows: {
      ...others,
      text: reads,
      typing: () => sees(({ typing }) => typing),
      receipts: unknown,
      correction: unsupported('shows the correction as another message', ({ next }) =>
        reads({ body: next, next, file: '', to: '' }),
      ),
      reply: unsupported('shows the answer below the quotation that goes with it', (step) =>
        sees(({ heard }) =>
          heard.some((text) => text.includes(`> ${step.body}`) && text.includes(step.next)),
        ),
      ),
      ...offersOf(save, unknown),
    },
    seen: () => user.seen,
    stop,
  };
}
