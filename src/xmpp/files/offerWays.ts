import type { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import { transferErrorOf } from '../transferError.ts';
import { fetchDiscoInfo } from '../xep/0030-disco.ts';
import { NS_SI } from '../xep/0095-si.ts';
import { NS_FILE_TRANSFER as NS_SI_FILES } from '../xep/0096-fileTransfer.ts';
import { NS_JINGLE } from '../xep/0166-requests.ts';
import { NS_FILE_TRANSFER as NS_JINGLE_FILES } from '../xep/0234-jingleFiles.ts';
import type { OfferWay, SendOffered } from './fileOffer.ts';
import { sendByJingle } from './jingleSending.ts';
import { sendBySi } from './siSending.ts';

/** How long a device may take to say what it supports, in ms. */
const ANSWER_MS = 10_000;

/** How files are offered in each way, and what a device that takes them announces. */
export const OFFER_WAYS: Readonly<
  Record<OfferWay, { features: readonly string[]; send: (session: Session) => SendOffered }>
> = {
  jingle: { features: [NS_JINGLE, NS_JINGLE_FILES], send: sendByJingle },
  si: { features: [NS_SI, NS_SI_FILES], send: sendBySi },
};

/** Whether a device says that it takes files in this way (XEP-0030). @throws TransferError offline */
export async function takesOffers(session: Session, device: Jid, way: OfferWay): Promise<boolean> {
  try {
    const { features } = await fetchDiscoInfo(session, device, ANSWER_MS);
    return OFFER_WAYS[way].features.every((feature) => features.includes(feature));
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    if (error.condition === 'not-connected') throw transferErrorOf(error);
    return false;
  }
}
