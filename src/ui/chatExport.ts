import type { OfChat } from '../api/requests.ts';
import type { MessageView } from '../api/views.ts';

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
  begin: ({ chat }) => `# Chat with ${escape(chat)}\n`,
  item: ({ senderName, time, body, file, retracted }) => {
    const when = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
    const words = retracted === true ? '_Message deleted_' : markdownBody(body);
    const text = body === file?.url ? '' : `${words}\n`;
    const link = file ? `${escape(file.name)}: <${address(file.url)}>\n` : '';
    return `\n**${escape(senderName)}** · ${when} UTC\n\n${text}${link}`;
  },
  end: '',
};

/** Nothing of the text means anything to Markdown, but for fences of code, which are closed. */
function markdownBody(body: string): string {
  const lines: string[] = [];
  let inCode = false;
  for (const line of body.split('\n')) {
    if (line.startsWith('```')) {
      inCode = !inCode;
      // What follows a fence is the name of a language, and no more.
      lines.push(`\`\`\`${inCode ? line.slice(3).replace(/[^\w+#-]/gu, '') : ''}`);
      // Two spaces at the end keep a line apart from the next.
    } else lines.push(inCode ? line : `${escape(line)}  `);
  }
  if (inCode) lines.push('```');
  return lines.join('\n');
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/gu, '\\$&').replace(/^(\s*\d*)([-+.)])/u, '$1\\$2');
}

/** Without anything that could end the link. */
function address(url: string): string {
  return URL.canParse(url) ? new URL(url).href : escape(url);
}
