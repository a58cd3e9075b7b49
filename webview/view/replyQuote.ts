import { actOf } from '../../src/api/action.ts';
import { sayExcerpt } from '../../src/api/say.ts';
import type { ReplyView } from '../../src/api/views.ts';
import { el, icon, rowButton } from './dom.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';

/** Who wrote the message that a reply is to. */
export function repliedName({ outgoing, senderName }: ReplyView): string {
  return outgoing ? t('You') : makeVisible(senderName);
}

/** The quote above a reply: the beginning of the original message, which a click shows. */
export function renderReplyQuote(reply: ReplyView, show: (message: string) => void): HTMLElement {
  const { message } = reply;
  const excerpt = sayExcerpt(reply.excerpt);
  const name = repliedName(reply);
  const isGone = excerpt === '';
  const [line = ''] = isGone ? [t('Message deleted')] : actOf(excerpt).split('\n');
  const quote = rowButton('', 'reply-quote', () => {
    show(message);
  });
  quote.append(
    icon('reply', t('In reply to')),
    ' ',
    el('bdi', 'reply-name', {}, name),
    ' ',
    el('span', isGone ? 'reply-excerpt gone' : 'reply-excerpt', { dir: 'auto' }, line),
  );
  return quote;
}
