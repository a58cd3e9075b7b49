import { shownAddress } from '../../base/jidEscaping.ts';
import type { Jid } from '../../base/jid.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { FileSource, OfferWay, SendOptions } from '../../xmpp/files/fileOffer.ts';
import { OFFER_WAYS, takesOffers } from '../../xmpp/files/offerWays.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import type { Contacts, Resource } from '../contacts/contacts.ts';
import { compareShow } from '../show.ts';
import type { FileTransport } from './fileTransport.ts';

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

  async check(to: Jid): Promise<void> {
    await this.#findDevice(to);
  }

  async send(to: Jid, source: FileSource, options: SendOptions): Promise<void> {
    const { session, device } = await this.#findDevice(to);
    await OFFER_WAYS[this.way].send(session)(device, source, options);
    this.#deps.arrived(to, source);
  }

  /** The most available device that takes files in this way. @throws Failure if there is none */
  async #findDevice(to: Jid): Promise<{ session: Session; device: Jid }> {
    const session = this.#deps.session(userError('task.check-upload'));
    const address = shownAddress(to.bare);
    if (to.resource !== '' || this.#deps.isRoom(to.bare)) throw failure('unreachable.room');
    const { resources = [] } = this.#deps.contacts.get(to.bare) ?? {};
    // Its requests would be answered as if we were absent.
    if (resources.length === 0 || !session.mayKnowPresence(to)) {
      throw failure('unreachable.unseen', { address });
    }
    const devices = resources
      .filter(({ resource }) => resource !== '')
      .toSorted(byPreference)
      .slice(0, MAX_ASKED)
      .map(({ resource }) => to.withResource(resource));
    const takes = await Promise.all(
      devices.map((device) => takesOffers(session, device, this.way)),
    );
    const device = devices.find((_, index) => takes[index]);
    if (!device) throw failure('unreachable.device', { address });
    return { session, device };
  }
}

/** The most available first, then by priority, then the one that has changed last. */
function byPreference(a: Resource, b: Resource): number {
  return compareShow(a.show, b.show) || b.priority - a.priority || b.since - a.since;
}
