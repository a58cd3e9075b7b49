import { withSender } from '../../api/action.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import type { OfChat } from '../../api/requests.ts';
import { say } from '../../api/say.ts';
import type { FileView, MessageView } from '../../api/views.ts';
import { markdownBody, markdownLine, markdownLink } from './markdownText.ts';

/** How a chat is written to a file, part by part. */
export interface ChatFormat {
  readonly begin: (of: OfChat) => string;
  readonly item: (message: MessageView, isFirst: boolean) => string;
  readonly end: string;
}

/** Everything that is known, for other programs: the time by ISO 8601, in UTC. */
export const jsonFormat: ChatFormat = {
  begin: ({ account, chat }) =>
    `{"account":${JSON.stringify(account)},"chat":${JSON.stringify(chat)},"messages":[`,
  item: ({ time, ...message }, isFirst) => {
    const item = { ...message, time: new Date(time).toISOString() };
    return `${isFirst ? '' : ','}\n${JSON.stringify(item)}`;
  },
  end: '\n]}\n',
};

/** To be read by people: text as it was typed, code blocks as code. */
export const markdownFormat: ChatFormat = {
  begin: ({ chat }) => `# Chat with ${markdownLine(shownAddress(chat))}\n`,
  item: ({ senderName, time, body, file, notice, retracted }) => {
    const when = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
    const words =
      retracted === true ? '_Message deleted_' : markdownBody(withSender(body, senderName));
    const told = notice ? `${markdownLine(say(notice.text))}\n` : '';
    const isShown = body !== file?.url && (body !== '' || retracted === true || !(notice ?? file));
    const text = `${told}${told && isShown ? '\n' : ''}${isShown ? `${words}\n` : ''}`;
    const link = file ? `${markdownLine(file.name)}${addressOf(file)}\n` : '';
    return `\n**${markdownLine(senderName)}** · ${when} UTC\n\n${text}${link}`;
  },
  end: '',
};

function addressOf({ url }: FileView): string {
  return url === undefined ? ' (no address yet)' : `: ${markdownLink(url)}`;
}
