import { withSender } from '../../api/action.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import type { FileView, MessageView } from '../../api/views.ts';
import { markdownBody, markdownLine, markdownLink } from './markdownText.ts';

/** A format for writing a chat to a file, piece by piece. */
export interface ChatFormat {
  readonly begin: (of: OfChat) => string;
  readonly item: (message: MessageView, isFirst: boolean) => string;
  readonly end: string;
}

/** All known data, for other programs: times in ISO 8601, in UTC. */
export const jsonFormat: ChatFormat = {
  begin: ({ account, chat }) =>
    `{"account":${JSON.stringify(account)},"chat":${JSON.stringify(chat)},"messages":[`,
  item: ({ time, ...message }, isFirst) => {
    const item = { ...message, time: new Date(time).toISOString() };
    return `${isFirst ? '' : ','}\n${JSON.stringify(item)}`;
  },
  end: '\n]}\n',
};

/** For human readers: text as it was typed, code blocks as code. */
export const markdownFormat: ChatFormat = {
  begin: ({ chat }) => `# ${t('Chat with {name}', { name: markdownLine(shownAddress(chat)) })}\n`,
  item: ({ outgoing, time, body, file, moreFiles = [], notice, retracted, ...message }) => {
    const senderName = outgoing ? t('You') : message.senderName;
    const when = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
    const words =
      retracted === true ? `_${t('Message deleted')}_` : markdownBody(withSender(body, senderName));
    const noted = notice ? `${markdownLine(say(notice.text))}\n` : '';
    const isShown = body !== file?.url && (body !== '' || retracted === true || !(notice ?? file));
    const text = `${noted}${noted && isShown ? '\n' : ''}${isShown ? `${words}\n` : ''}`;
    const links = (file ? [file, ...moreFiles] : [])
      .map((one) => `${markdownLine(one.name)}${addressOf(one)}\n`)
      .join('\n');
    return `\n**${markdownLine(senderName)}** · ${when} UTC\n\n${text}${links}`;
  },
  end: '',
};

function addressOf({ url }: FileView): string {
  return url === undefined ? ` ${t('(no address yet)')}` : `: ${markdownLink(url)}`;
}
