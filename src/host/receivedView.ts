import type { ReceivedView } from '../api/views.ts';
import type { Received } from '../model/chats/received.ts';
import { beginningOf } from './excerpt.ts';
import { noticeSentence } from './noticeView.ts';

/** The beginning of a received message, for notifications. */
export function receivedView({ id, body, file, offer, notice }: Received): ReceivedView {
  const excerpt = notice && body === '' ? noticeSentence(notice, false) : beginningOf(body);
  return {
    ...{ id, excerpt },
    ...(file && { fileName: file.name }),
    ...(offer?.state === 'offered' && { isOffer: true }),
  };
}
