import { isAction, withSender } from '../../src/api/action.ts';
import { say } from '../../src/api/say.ts';
import type { MessageView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { t } from '../../src/base/l10n.ts';
import { formatDateTime } from './format.ts';

/** Elements with text of the messages; text outside them is added by the tab. */
export const SAID = '.text, .code, .file-name, .subject, .notice-text';
/** Text inside these elements that the tab adds. */
const NOT_SAID = '.link-host, .edited';

/** The text of a selection in the log. */
export interface SelectedWords {
  readonly text: string;
  /** The number of messages with a part in it. */
  readonly count: number;
  /** Whether it extends before the first loaded message, and after the last one. */
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

/**
 * The text of the selected messages, in the DOM or not: part of one message as is, several each
 * with its time and sender. `undefined` if no such text is selected.
 *
 * @param messages all loaded messages, in order; the list contains those near the viewport, and
 * those where the selection begins and ends
 */
export function selectedWords(
  list: HTMLElement,
  range: Range,
  messages: readonly MessageView[],
): SelectedWords | undefined {
  if (range.collapsed || !range.intersectsNode(list)) return undefined;
  const rows = [...list.querySelectorAll<HTMLElement>('.message')];
  const touched = rows.filter((row) => range.intersectsNode(row));
  const indexOf = (row: HTMLElement | undefined) =>
    messages.findIndex(({ id }) => id === row?.dataset['id']);
  const isAt = (node: Node, at: number, edge: number) =>
    !list.contains(node) || (node === list && at === edge);
  const fromStart = isAt(range.startContainer, range.startOffset, 0);
  const toEnd = isAt(range.endContainer, range.endOffset, list.childNodes.length);
  const first = fromStart ? 0 : indexOf(touched[0]);
  const last = toEnd ? messages.length - 1 : indexOf(touched.at(-1));
  if (first < 0 || last < first) return undefined;
  const inPage = new Map(touched.map((row) => [row.dataset['id'], row]));
  const selected = messages.slice(first, last + 1).flatMap((message) => {
    const row = inPage.get(message.id);
    const words = row ? selectedOf(message, row, range) : wholeOf(message);
    return words === '' ? [] : [{ message, words }];
  });
  const [only] = selected;
  if (!only) return undefined;
  const text = selected.length === 1 ? only.words : selected.map(lineOf).join('\n');
  return { text, count: selected.length, fromStart, toEnd };
}

/** The complete text as written if all that is shown of it is selected, else the selected part. */
function selectedOf(message: MessageView, row: HTMLElement, range: Range): string {
  const words = wordsIn(row, range);
  const all = new Range();
  all.selectNodeContents(row);
  return words.trim() !== '' && words === wordsIn(row, all) ? wholeOf(message) : words;
}

function wholeOf(message: MessageView): string {
  const { body, file, moreFiles = [], notice, retracted } = message;
  if (retracted === true) return '';
  const words = body === file?.url ? '' : withSender(body, senderOf(message));
  const about = (file ? [file, ...moreFiles] : []).map(({ name, url }) =>
    [name, url].filter(Boolean).join(' '),
  );
  return [notice && say(notice.text), words, ...about].filter(Boolean).join('\n');
}

/** The text of a row within a range, line by line. */
function wordsIn(row: HTMLElement, range: Range): string {
  const lines: string[] = [];
  for (const said of row.querySelectorAll(SAID)) {
    if (!range.intersectsNode(said)) continue;
    const line = textsIn(said)
      .filter((text) => range.intersectsNode(text))
      .map((text) => {
        const start = text === range.startContainer ? range.startOffset : 0;
        const end = text === range.endContainer ? range.endOffset : undefined;
        return text.data.slice(start, end);
      });
    lines.push(line.join(''));
  }
  return lines.filter((line) => line !== '').join('\n');
}

/** The text nodes of an element that belong to the message, in order. */
export function textsIn(said: Element): Text[] {
  const texts: Text[] = [];
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text instanceof Text && !text.parentElement?.closest(NOT_SAID)) texts.push(text);
  }
  return texts;
}

interface Selected {
  readonly message: MessageView;
  readonly words: string;
}

function lineOf({ message, words }: Selected): string {
  const when = `[${formatDateTime(message.time)}]`;
  const who = senderOf(message);
  const acts = isAction(message.body) && words.startsWith(`${who} `);
  return acts ? `${when} ${words}` : `${when} ${who}: ${words}`;
}

function senderOf({ outgoing, senderName }: MessageView): string {
  return outgoing ? t('You') : makeVisible(senderName);
}
