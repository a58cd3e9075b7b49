import { spawn, type ChildProcess } from 'node:child_process';
import type { Server } from '../../servers/server.mjs';
import { until } from '../../support/client.ts';
import type { ServerNetwork } from './network.ts';

/** What is tried between Parley and a client, in the order of the matrix. */
export const FEATURES = {
  text: 'text',
  typing: 'typing (XEP-0085)',
  receipts: 'receipts (XEP-0184)',
  markers: 'markers (XEP-0333)',
  correction: 'correction (XEP-0308)',
  retraction: 'retraction (XEP-0424)',
  reaction: 'reaction (XEP-0444)',
  reply: 'reply (XEP-0461)',
  file: 'file (XEP-0363)',
  siSocks5: 'file by SOCKS5 (XEP-0096)',
  jingleSocks5: 'file by SOCKS5 (XEP-0234)',
  siInBand: 'file in band (XEP-0096)',
  jingleInBand: 'file in band (XEP-0234)',
  carbons: 'carbons (XEP-0280)',
  readSync: 'read on one client, read on the other',
} as const;
export type Feature = keyof typeof FEATURES;

/** What a step is about; what it does not need is left out. */
export interface Step {
  /** The message's text. */
  readonly body: string;
  /** What the message becomes, or what answers it; of reading, `unread` or `read`. */
  readonly next: string;
  /** A file to send, or where to keep one that comes. */
  readonly file: string;
  /** The full address of Parley, where that of the account is not enough. */
  readonly to: string;
}

/** A step ends when it is done or seen. @throws Error with what was there instead */
export type Run = (step: Step) => Promise<unknown>;

/** Why there is no step for a feature. */
export interface Without {
  readonly without: 'unsupported' | 'not tried';
  /** As the rest of a sentence about the client. */
  readonly reason: string;
  /** What its user sees all the same. */
  readonly instead?: Run;
}

export type Steps = Readonly<Record<Feature, Run | Without>>;
type OfferFeature = 'siSocks5' | 'siInBand' | 'jingleSocks5' | 'jingleInBand';

/** The steps of files that are offered directly, where the client takes all of them alike. */
export function offersOf(
  si: Run | Without,
  jingle: Run | Without,
): Readonly<Record<OfferFeature, Run | Without>> {
  return { siSocks5: si, siInBand: si, jingleSocks5: jingle, jingleInBand: jingle };
}

/** The client has no such feature. */
export function unsupported(reason: string, instead?: Run): Without {
  return { without: 'unsupported', reason, ...(instead && { instead }) };
}

/** The client has the feature, but it cannot be worked from here. */
export function notTried(reason: string): Without {
  return { without: 'not tried', reason };
}

/** Another people's client with one chat open, which its own user drives and looks at. */
export interface OtherClient {
  /** What its user does: the markers of `does`, for example, are reading the chat. */
  readonly does: Steps;
  /** What its user sees of what Parley does. */
  readonly shows: Steps;
  /** What is there to be seen when something else was expected. */
  seen(): string;
  stop(): Promise<void>;
}

export interface ClientSetup {
  readonly server: Server;
  /** Its ports, for a client that reaches nothing else. */
  readonly network: ServerNetwork | undefined;
  /** An empty folder of the client's own. */
  readonly folder: string;
  readonly account: string;
  readonly password: string;
  /** The other side, a contact. */
  readonly chat: string;
}

/** How a client comes into the matrix. */
export interface ClientKind {
  /** As its users know it. */
  readonly name: string;
  /** Its Debian package. */
  readonly package: string;
  /** Whether it reaches nothing but the server, so that streams need the server's proxy. */
  readonly isApart?: boolean;
  /** The smallest files that it takes and sends directly, in bytes; 0 when absent. */
  readonly smallest?: { readonly taken: number; readonly sent: number };
  /** Whether its user sends a file again that has failed by SOCKS5, to have it go in band. */
  readonly sendsAgain?: boolean;
  /** Whether it takes and sends large files in band in sensible time. */
  readonly largeInBand?: boolean;
  /** The largest file that it takes unasked, in bytes; any when absent. */
  readonly largestTaken?: number;
  /** What is peculiar to it, each as the rest of a sentence about it. */
  readonly quirks?: readonly string[];
  /** The only port where it looks for a server. */
  readonly port?: number;
  start(setup: ClientSetup): Promise<OtherClient>;
}

/** The largest file of the upload service, in bytes; a client that likes it better sends others directly. */
export const UPLOAD_LIMIT = 100;

/** How long a client may take to show something, on a machine that is busy. */
export const WAIT_MS = 60_000;

/** Waits for what can only be asked for. @throws Error with what `seen` says */
export async function eventually(holds: () => Promise<boolean>, seen: () => string): Promise<void> {
  let done = false;
  let failed: unknown;
  let asking = false;
  await until(
    () => {
      if (!asking && !done) {
        asking = true;
        void holds()
          .then((answer) => (done = answer))
          .catch((error: unknown) => (failed = error))
          .finally(() => (asking = false));
      }
      if (failed instanceof Error) throw failed;
      return done;
    },
    WAIT_MS,
    seen,
  );
}

/** Starts a program that lives no longer than we do, without a terminal. */
export function startProgram(
  command: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    cwd,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
    detached: true,
    stdio: 'ignore',
  });
}
