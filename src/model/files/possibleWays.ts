import type { Jid } from '../../base/jid.ts';
import { Failure, failure } from '../../base/userError.ts';
import type { Resource } from '../contacts/contacts.ts';
import type { FileTransport, SendingWay } from './fileTransport.ts';

/** The kinds of failures of a way after which another one may do. */
const OTHER_WAY = ['too-large', 'no-upload-service', 'unreachable'];
/** So may it where the upload service gives no place, as that of ejabberd gives none to an empty file. */
const NO_PLACE = ['refused.upload', 'refused.quota'];

/** How the user wants a file to go. */
export interface ChosenWay {
  readonly way: SendingWay;
  /** The resource of their device that it goes to; absent: the best one. */
  readonly device?: string;
}

/** A way that can send a file, and those that may be tried after it, the preferred ones first. */
export type Usable = readonly [FileTransport, ...FileTransport[]];

/** The ways in which files can go, the preferred ones first. */
export class PossibleWays {
  readonly #transports: readonly FileTransport[];

  constructor(transports: readonly FileTransport[]) {
    this.#transports = transports;
  }

  /** All ways that a file of `size` bytes can go. @throws Failure of the first if none can */
  async findAll(to: Jid, size: number): Promise<readonly SendingWay[]> {
    const transports = this.#transports;
    const checks = await Promise.allSettled(transports.map((each) => each.check(to, size)));
    const able = transports.filter((_, index) => checks[index]?.status === 'fulfilled');
    const refused = checks.find((check) => check.status === 'rejected');
    if (able.length === 0) throw refused?.reason ?? failure('bad-request');
    return able.map(({ way }) => way);
  }

  /** Their devices that take files in this way, the best one first; none if no device does. */
  async findDevices(to: Jid, way: SendingWay): Promise<readonly Resource[]> {
    const transport = this.#transports.find((each) => each.way === way);
    return (await transport?.findDevices?.(to)) ?? [];
  }

  /**
   * Finds the way that is asked for, else the first in which a file can be sent.
   * @throws Failure of the first way, if none can
   */
  usable(to: Jid, size: number, chosen: ChosenWay | undefined): Promise<Usable> {
    const asked = this.#transports.filter(({ way }) => chosen === undefined || way === chosen.way);
    return firstUsable(to, size, asked, chosen?.device);
  }
}

/** Those after the first one are not asked yet, as a device may take long to answer. */
export async function firstUsable(
  to: Jid,
  size: number,
  [transport, ...others]: readonly FileTransport[],
  device?: string,
): Promise<Usable> {
  if (!transport) throw failure('bad-request');
  try {
    await transport.check(to, size, device);
  } catch (error) {
    if (others.length === 0) throw error;
    return firstUsable(to, size, others).catch(() => {
      throw error;
    });
  }
  return [transport, ...others];
}

/** Whether another way may do after this failure of one. */
export function mayGoOtherwise(error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  return OTHER_WAY.includes(error.code) || NO_PLACE.includes(error.userError.code);
}
