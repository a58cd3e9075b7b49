import { shownAddress } from '../../base/jidEscaping.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { FileSource, OfferWay } from '../../xmpp/files/fileOffer.ts';
import { OFFER_WAYS, takesOffers } from '../../xmpp/files/offerWays.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Contacts, Resource } from '../contacts/contacts.ts';
import { compareShow } from '../show.ts';
import type { FileTransport, TransportOptions } from './fileTransport.ts';

/** Maximum number of a contact's devices that are asked: one could pretend to have many. */
const MAX_ASKED = 8;

export interface DirectSendingDeps {
  /**
   * @param task what fails without the server
   * @throws Failure offline
   */
  readonly session: (task: UserError) => Session;
  readonly contacts: Contacts;
  readonly isRoom: (bare: string) => boolean;
  /** Shows in the chat what has arrived. */
  readonly arrived: (to: Jid, file: FileSource) => void;
}

/** Offers a file to one device of a contact, who has to accept it; no server keeps it. */
export class DirectSending implements FileTransport {
  readonly way: OfferWay;
  readonly #deps: DirectSendingDeps;

  constructor(way: OfferWay, deps: DirectSendingDeps) {
    this.way = way;
    this.#deps = deps;
  }

  async check(to: Jid, _size: number, device?: string): Promise<void> {
    await this.#find(to, device);
  }

  async findDevices(to: Jid): Promise<readonly Resource[]> {
    return (await this.#find(to)).devices;
  }

  async send(to: Jid, source: FileSource, options: TransportOptions): Promise<void> {
    const { session, devices } = await this.#find(to, options.device);
    const device = to.withResource(devices[0].resource);
    await OFFER_WAYS[this.way].send(session)(device, source, options);
    this.#deps.arrived(to, source);
  }

  /**
   * The devices that take files in this way, the most available first.
   * @param wished the resource of the only one that will do
   * @throws Failure if there is none
   */
  async #find(
    to: Jid,
    wished?: string,
  ): Promise<{ session: Session; devices: readonly [Resource, ...Resource[]] }> {
    const session = this.#deps.session(userError('task.check-upload'));
    const address = shownAddress(to.bare);
    if (to.resource !== '' || this.#deps.isRoom(to.bare)) throw failure('unreachable.room');
    const { resources = [] } = this.#deps.contacts.get(to.bare) ?? {};
    // Its requests would be answered as if we were absent.
    if (resources.length === 0 || !session.mayKnowPresence(to)) {
      throw failure('unreachable.unseen', { address });
    }
    const asked = resources
      .filter(({ resource }) => resource !== '' && (wished === undefined || resource === wished))
      .toSorted(byPreference)
      .slice(0, MAX_ASKED);
    const takes = await Promise.all(
      asked.map(({ resource }) => takesOffers(session, to.withResource(resource), this.way)),
    );
    const [best, ...others] = asked.filter((_, index) => takes[index]);
    if (best) return { session, devices: [best, ...others] };
    throw wished === undefined
      ? failure('unreachable.device', { address })
      : failure('unreachable.chosen', { device: wished });
  }
}

/** The most available first, then by priority, then the one that has changed last. */
function byPreference(a: Resource, b: Resource): number {
  return compareShow(a.show, b.show) || b.priority - a.priority || b.since - a.since;
}
