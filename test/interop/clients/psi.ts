import { access } from 'node:fs/promises';
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
} from './otherClient.ts';
import { startOnScreen } from './screen.ts';

const script = path.join(import.meta.dirname, 'psiUser.py');

export const psi: ClientKind = {
  name: 'Psi',
  package: 'psi',
  isApart: true,
  smallest: { taken: 1, sent: 0 },
  sendsAgain: true,
  quirks: [
    'takes no empty file',
    'finds no proxy (XEP-0065) that its user has not named',
    'asks its user again, once SOCKS5 has failed, whether to take the file in band',
    'sends nothing by itself once SOCKS5 has failed: in band goes what its user sends again',
  ],
  start,
};

const unseen = notTried('does not tell what its windows show, so that only files are tried');
const unknown = unsupported('announces no such feature');
const jingle = unsupported('has it in no release yet');

async function start(setup: ClientSetup): Promise<OtherClient> {
  const { account, chat, password, server } = setup;
  const port = String(server.ports.starttls);
  const command = ['/usr/bin/python3', '-B', script, account, chat, port];
  const { program, stop } = await startOnScreen(command, setup, { PSI_PASSWORD: password });
  const user = new Orders(program);
  try {
    await user.give('sign_in');
  } catch (error) {
    await stop();
    throw error;
  }
  const saves = async ({ file }: Step) => {
    await user.give('save', { file });
    const isSaved = () =>
      access(file).then(
        () => true,
        () => false,
      );
    await eventually(isSaved, () => 'no such file');
  };
  let hasFailed = false;
  const others = {
    ...{ text: unseen, typing: unseen, receipts: unseen, markers: unknown, correction: unseen },
    ...{ retraction: unknown, reaction: unknown, reply: unknown, file: unseen },
    ...{ carbons: unseen, readSync: unknown },
  };
  return {
    does: {
      ...others,
      ...offersOf(({ file }) => user.give('upload', { file }), jingle),
    },
    shows: {
      ...others,
      ...offersOf(saves, jingle),
      siInBand: async (step) => {
        // Parley offers the first one again, and knows then.
        if (!hasFailed) {
          await user.give('save', { file: step.file });
          await user.give('see_error');
        }
        hasFailed = true;
        await saves(step);
      },
    },
    seen: () => user.seen,
    stop,
  };
}
