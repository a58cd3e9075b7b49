import type { ReceivedView } from '../api/views.ts';
import type { Received } from '../model/chats/received.ts';
import { beginningOf } from './excerpt.ts';
import { fileNamesOf } from './fileNames.ts';
import { noticeSentence } from './noticeView.ts';

/** The beginning of a received message, for notifications. */
export function receivedView(received: Received): ReceivedView {
  const { id, body, offer, notice, retracted } = received;
  const excerpt = notice && body === '' ? noticeSentence(notice, false) : beginningOf(body);
  return {
    ...{ id, excerpt },
    ...fileNamesOf(received),
    ...(offer?.state === 'offered' && { isOffer: true }),
    ...(retracted !== undefined && { isDeleted: true }),
  };
}
