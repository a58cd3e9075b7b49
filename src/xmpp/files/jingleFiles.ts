import type { Module, Session } from '../stanza/session.ts';
import { type JingleApplication, jingleOf } from '../xep/0166-jingle.ts';
import { fileNotAvailable, NS_FILE_TRANSFER, parseFile } from '../xep/0234-jingleFiles.ts';
import { fileOffered } from './fileOffer.ts';
import { TransportNegotiation } from './jingleNegotiation.ts';
import { JingleOffer } from './jingleOffer.ts';
import { transportsFor } from './jingleTransports.ts';

/**
 * Takes an offered file; refuses requests for ours. One of several files in a session is not accepted,
 * and none where no listener could.
 */
function take(session: Session): JingleApplication {
  let offers = 0;
  return (jingle, { contents }, arrived) => {
    const [content] = contents;
    if (!content?.description || !content.transport || contents.length > 1) return false;
    if (content.senders === 'responder') {
      jingle.terminate('failed-application', fileNotAvailable());
      return true;
    }
    const file = parseFile(content.description);
    if (content.senders !== 'initiator' || !file) return false;
    if (!session.listensTo(fileOffered)) return false;
    const { creator, name, senders } = content;
    const id = { creator, name, senders };
    const factory = transportsFor(session, jingle, id);
    const transport = factory.offered(content.transport);
    if (!transport) {
      jingle.terminate('unsupported-transports');
      return true;
    }
    const transports = new TransportNegotiation(session, jingle, id, factory, transport);
    offers += 1;
    const offered = { id: `jingle-${offers}`, session, jingle, content, file, transports, arrived };
    session.emit(fileOffered, new JingleOffer(offered));
    return true;
  };
}

export const jingleFilesModule: Module = {
  xep: 'XEP-0234',
  features: [NS_FILE_TRANSFER],
  attach: (session) => jingleOf(session).serve(NS_FILE_TRANSFER, take(session)),
};
