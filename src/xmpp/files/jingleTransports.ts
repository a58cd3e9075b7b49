import type { Session } from '../stanza/session.ts';
import type { Element } from '../stanza/xml.ts';
import type { JingleSession } from '../xep/0166-session.ts';
import type { ContentId } from '../xep/0166-requests.ts';
import { NS_JINGLE_SOCKS5, parseSocks5 } from '../xep/0260-jingleSocks5.ts';
import { NS_JINGLE_IN_BAND, parseInBand } from '../xep/0261-jingleInBand.ts';
import { InBandTransport } from './jingleInBand.ts';
import { Socks5Transport } from './jingleSocks5.ts';
import type { JingleTransport } from './jingleTransport.ts';

/** Makes the transports of one session: those to offer, and those that the peer offers. */
export interface TransportFactory {
  /** The best one that a peer with these features has; `undefined` if we have none of its. */
  best(features: ReadonlySet<string>): JingleTransport | undefined;
  /** What is left to offer when this one has failed (XEP-0234 §10.2). */
  fallback(failed: JingleTransport): JingleTransport | undefined;
  /** @returns `undefined` if we do not have it. @throws StanzaError if it is malformed */
  offered(transport: Element): JingleTransport | undefined;
}

/** The transports of a content. */
export function transportsFor(
  session: Session,
  jingle: JingleSession,
  id: ContentId,
): TransportFactory {
  const inBand = () => new InBandTransport(session, jingle);
  return {
    best: (features) => {
      if (features.has(NS_JINGLE_SOCKS5)) return new Socks5Transport(session, jingle, id);
      return features.has(NS_JINGLE_IN_BAND) ? inBand() : undefined;
    },
    fallback: ({ xmlns }) => (xmlns === NS_JINGLE_IN_BAND ? undefined : inBand()),
    offered: (transport) => {
      switch (transport.getNS()) {
        case NS_JINGLE_SOCKS5:
          return new Socks5Transport(session, jingle, id, parseSocks5(transport));
        case NS_JINGLE_IN_BAND:
          return new InBandTransport(session, jingle, parseInBand(transport));
        default:
          return undefined;
      }
    },
  };
}
