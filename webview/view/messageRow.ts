import { withSender } from '../../src/api/action.ts';
import { offerWords } from '../../src/api/offerWords.ts';
import { say } from '../../src/api/say.ts';
import type { UserError } from '../../src/base/userError.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import type { Delivery, MessageView, NoticeView, OfferView } from '../../src/api/views.ts';
import type { Aside } from '../room/foldActivity.ts';
import { renderAside } from './asideLines.ts';
import { renderAvatar } from './avatar.ts';
import { el, icon, rowButton, setChildren } from './dom.ts';
import type { Icon } from './icons.ts';
import { formatDay, formatFull, formatTime, isSameDay } from './format.ts';
import type { Lead } from './grouping.ts';
import { renderBody } from './messageBody.ts';
import { filesOf, type MessageFileActions, MessageFiles } from './messageFiles.ts';
import type { TextActions } from './messageText.ts';
import { namesIn } from './names.ts';
import { Parts } from './parts.ts';
import type { Preview } from './preview.ts';
import { hueOf } from '../../src/base/hue.ts';
import { type ReactionActions, renderReactions } from './reactions.ts';
import { renderReplyQuote, repliedName } from './replyQuote.ts';
import type { WholeMessageActions } from './rowActions.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { formatNumber, plural, t } from '../../src/base/l10n.ts';

/** The actions on a message. */
export interface MessageActions
  extends TextActions, ReactionActions, WholeMessageActions, MessageFileActions {
  /** The author: a bare JID, or who it is in a room. Determines the colours. */
  senderId(message: MessageView): string;
  /** The picture of the author, as its address within the page; `undefined` if there is none. */
  avatarOf(message: MessageView): string | undefined;
  /** Our nick in the room; empty in a one-to-one chat. */
  ownNick(): string;
  retry(message: string): void;
  /** Jumps to another message. */
  showMessage(message: string): void;
}

/** How many readers are named. */
const MOST_READERS = 10;

const DELIVERY: Readonly<Record<Delivery, readonly [icon: Icon, label: () => string]>> = {
  queued: ['history', () => t('Waiting to be sent')],
  sent: ['check', () => t('Sent')],
  delivered: ['check-all', () => t('Delivered')],
  displayed: ['eye', () => t({ message: 'Read', comment: ['of a message, by its recipient'] })],
  failed: ['error', () => t('Not sent')],
};

const NOTICE_ICONS: Readonly<Record<NoticeView['kind'], Icon>> = {
  encrypted: 'lock',
  invitation: 'organization',
  call: 'call-incoming',
  location: 'location',
  fileOffer: 'file',
  attention: 'bell',
  unknown: 'question',
};

/** What is told of an offered file that has not ended. */
const OFFER_STATES: Readonly<Partial<Record<OfferView['state'], () => string>>> = {
  offered: () => t('waits for your answer'),
  running: () => t('being received'),
};

/** The inputs of the last rendering. */
interface Drawn {
  readonly message: MessageView;
  readonly lead: Lead;
  readonly readBy: readonly string[];
  readonly actions: MessageActions;
  /** As {@link MessageActions.avatarOf}, where it is shown. */
  readonly avatar: string | undefined;
}

/** A message in the log. Its element, and all unchanged parts, persist across updates. */
export class MessageRow {
  readonly element = el('article', 'message', { tabindex: '-1' });
  readonly content = el('div', 'content');
  readonly #hold: (change: () => void) => void;
  readonly #parts = new Parts();
  #dividers: readonly HTMLElement[] = [];
  #drawn: Drawn | undefined;
  #unfolded = false;
  readonly #files = new MessageFiles();

  /** @param hold applies a change of height without moving what is above the row */
  constructor(hold: (change: () => void) => void) {
    this.#hold = hold;
  }

  /** The dividers above this message: for a new day, and for new messages. */
  get dividers(): readonly HTMLElement[] {
    return this.#dividers;
  }

  get message(): MessageView | undefined {
    return this.#drawn?.message;
  }

  /** Whether the reader has expanded it or asked to see its files. */
  get changed(): boolean {
    return this.#unfolded || this.#files.isShowing;
  }

  /** What its shown files take of memory, in points of four bytes. */
  get points(): number {
    return this.#files.points;
  }

  /** @param count the number of all messages; `undefined` if not all are loaded */
  setPosition(position: number, count: number | undefined): void {
    this.element.setAttribute('aria-posinset', String(position));
    this.element.setAttribute('aria-setsize', String(count ?? -1));
  }

  /** @param isCurrent whether the reader has jumped to this message */
  setCurrent(isCurrent: boolean): void {
    if (isCurrent) this.element.setAttribute('aria-current', 'true');
    else this.element.removeAttribute('aria-current');
  }

  /** Expands a long text. */
  unfold(): void {
    if (this.element.querySelector('.fold[aria-expanded="false"]')) this.#setUnfolded(true);
  }

  remove(): void {
    for (const divider of this.#dividers) divider.remove();
    this.element.remove();
    this.element.tabIndex = -1;
  }

  /**
   * @param readBy the names of those in a room who have read it
   * @returns whether anything was rendered
   */
  render(
    message: MessageView,
    lead: Lead,
    readBy: readonly string[],
    actions: MessageActions,
  ): boolean {
    const avatar = lead.group ? actions.avatarOf(message) : undefined;
    const isSame = isSameLead(lead, this.#drawn?.lead);
    const hasSameReaders = isSameList(readBy, this.#drawn?.readBy);
    const hasSameAvatar = avatar === this.#drawn?.avatar;
    if (message === this.message && isSame && hasSameReaders && hasSameAvatar) return false;
    if (!isSame) this.#renderDividers(message, lead);
    this.#drawn = { message, lead, readBy, actions, avatar };
    this.element.dataset['id'] = message.id;
    this.element.classList.toggle('own', message.outgoing);
    this.element.classList.toggle('leads-group', lead.group);
    this.element.classList.toggle('failed', message.delivery === 'failed');
    this.element.classList.toggle('mentions-us', message.mentionsUs === true);
    this.element.setAttribute('aria-label', makeVisible(describe(message, readBy)));
    this.#draw(this.#drawn);
    return true;
  }

  /** Shows a file, which is loaded already: nothing is fetched. */
  showFile(file: number, preview: Preview): void {
    this.#files.show(file, preview);
    if (this.#drawn) this.#draw(this.#drawn);
  }

  /** Shows the buttons again instead of the files. */
  hideFiles(): void {
    this.#files.hide();
    if (this.#drawn) this.#draw(this.#drawn);
  }

  #setUnfolded(unfolded: boolean): void {
    this.#unfolded = unfolded;
    this.#hold(() => {
      if (this.#drawn) this.#draw(this.#drawn);
    });
  }

  #renderDividers({ time }: MessageView, { asides, day, news }: Lead): void {
    for (const divider of this.#dividers) divider.remove();
    const isOfBefore = (aside: Aside) => day && !isSameDay(aside.time, time);
    this.#dividers = [
      ...asides.filter(isOfBefore).map(renderAside),
      ...(day ? [renderDivider('day', formatDay(time, Date.now()))] : []),
      ...asides.filter((aside) => !isOfBefore(aside)).map(renderAside),
      ...(news > 0
        ? [renderDivider('day news', t('{count} new', { count: formatNumber(news) }))]
        : []),
    ];
  }

  #draw({ message, lead, readBy, actions, avatar }: Drawn): void {
    const { senderName, outgoing, time } = message;
    const parts = this.#parts;
    const id = actions.senderId(message);
    const head = () => [
      parts.get('avatar', [senderName, id, avatar], () => renderAvatar(senderName, id, avatar)),
      parts.get('sender', [senderName, id, outgoing], () => renderSender(message, id)),
    ];
    setChildren(this.content, this.#drawContent(message, actions));
    setChildren(this.element, [
      ...(lead.group ? head() : []),
      this.content,
      parts.get('time', time, () => renderTime(time)),
      ...this.#drawDelivery(message, readBy),
      // The toolbar, which all rows share, if it is over this one.
      ...this.element.querySelectorAll<HTMLElement>(':scope > .row-actions'),
    ]);
  }

  /** In a room, who has read it takes the place of its delivery. */
  #drawDelivery({ outgoing, delivery }: MessageView, readBy: readonly string[]): HTMLElement[] {
    const parts = this.#parts;
    if (readBy.length > 0) return [parts.get('delivery', readBy, () => renderReadBy(readBy))];
    if (!outgoing || !delivery) return [];
    return [parts.get('delivery', delivery, () => renderDelivery(delivery))];
  }

  #drawContent(message: MessageView, actions: MessageActions): HTMLElement[] {
    const { id, body, file, subject, notice, delivery, reply, reactions, edited, refused } =
      message;
    const parts = this.#parts;
    const refusal =
      refused === undefined ? [] : [parts.get('refused', refused, () => renderRefusal(refused))];
    if (message.retracted === true) {
      const gone = describeRemoval(message);
      return [parts.get('retracted', gone, () => renderGone(gone)), ...refusal];
    }
    const show = (of: string) => {
      actions.showMessage(of);
    };
    // A file's announcement repeats its URL as the body (XEP-0066 §4); the card shows it better.
    const words = body === file?.url ? '' : bodyAfterSubject(message);
    const named = message.mentionsUs === true ? actions.ownNick() : '';
    const said = [words, senderName(message), edited, this.#unfolded, named];
    return [
      ...(message.damaged === true
        ? [parts.get('damaged', '', () => renderGone(damagedText()))]
        : []),
      ...(reply ? [parts.get('reply', reply, () => renderReplyQuote(reply, show))] : []),
      ...(notice ? [parts.get('notice', notice, () => renderNotice(notice))] : []),
      ...(subject === undefined
        ? []
        : [parts.get('subject', subject, () => renderSubject(subject))]),
      ...(words === ''
        ? []
        : [parts.get('words', said, () => this.#renderWords(words, message, actions, named))]),
      ...this.#files.draw(message, senderName(message), actions),
      ...(edited !== undefined && words === ''
        ? [parts.get('edited', edited, () => renderEdited(edited))]
        : []),
      ...(delivery === 'failed'
        ? [parts.get('failure', [id, message.error], () => renderFailure(message, actions))]
        : []),
      ...refusal,
      ...(reactions
        ? [parts.get('reactions', [id, reactions], () => renderReactions(id, reactions, actions))]
        : []),
    ];
  }

  #renderWords(
    words: string,
    message: MessageView,
    actions: MessageActions,
    named: string,
  ): HTMLElement {
    const onFold = (unfolded: boolean) => {
      this.#setUnfolded(unfolded);
    };
    const body = renderBody(words, senderName(message), this.#unfolded, onFold, actions, named);
    if (message.edited !== undefined) {
      const line = body.querySelector(':scope > .text:last-child') ?? body;
      line.append(' ', renderEdited(message.edited));
    }
    return body;
  }
}

function isSameLead(a: Lead, b: Lead | undefined): boolean {
  const isSame = a.day === b?.day && a.group === b.group && a.news === b.news;
  return isSame && isSameList(titlesOf(a), titlesOf(b));
}

function titlesOf({ asides }: Lead): readonly string[] {
  return asides.map(({ title }) => title);
}

function isSameList(a: readonly string[], b: readonly string[] | undefined): boolean {
  return a.length === b?.length && a.every((text, at) => text === b[at]);
}

function renderDivider(className: string, label: string): HTMLElement {
  return el(
    'div',
    className,
    { role: 'separator', 'aria-label': label },
    el('span', 'day-name', {}, label),
  );
}

function senderName(message: MessageView): string {
  return message.outgoing ? t('You') : makeVisible(message.senderName);
}

function renderSender(message: MessageView, id: string): HTMLElement {
  const { outgoing, sender } = message;
  const name = senderName(message);
  // What a room calls its occupants is not for reading.
  const title = sender === undefined || outgoing ? makeVisible(shownAddress(id)) : name;
  const element = el('bdi', 'sender', { title }, name);
  if (sender !== undefined && !outgoing) {
    element.classList.add('sender-hue');
    element.style.setProperty('--hue', String(hueOf(sender)));
  }
  return element;
}

/** What is shown instead of a message that was taken back. */
function describeRemoval({ moderated }: MessageView): string {
  if (!moderated) return t('Message deleted');
  const reason = makeVisible(moderated.reason);
  return reason === ''
    ? t('Removed by a moderator')
    : t('Removed by a moderator: {reason}', { reason });
}

function damagedText(): string {
  return t('A part of this message cannot be read any more');
}

function renderGone(sentence: string): HTMLElement {
  return el('div', 'retracted', {}, sentence);
}

/** The text after the subject, which is shown above it. */
function bodyAfterSubject({ body, subject = '' }: MessageView): string {
  return subject === '' ? body : body.slice(subject.length).trimStart();
}

function renderSubject(subject: string): HTMLElement {
  return el('strong', 'subject', { dir: 'auto' }, makeVisible(subject));
}

function renderNotice({ kind, text }: NoticeView): HTMLElement {
  const words = el('span', 'notice-text', { dir: 'auto' }, makeVisible(say(text)));
  return el('div', 'notice-line', {}, icon(NOTICE_ICONS[kind]), words);
}

function renderEdited(time: number): HTMLElement {
  return el('span', 'edited', { title: formatFull(time) }, t('edited'));
}

function renderFailure({ id, error }: MessageView, actions: MessageActions): HTMLElement {
  const retry = rowButton(t('Retry'), 'primary-action', () => {
    actions.retry(id);
  });
  return el(
    'div',
    'failure',
    {},
    renderReason(error ? say(error) : t('The message was not sent.')),
    retry,
  );
}

/** A change of the message was not delivered; to retry is to change it again. */
function renderRefusal(refused: UserError): HTMLElement {
  return el('div', 'failure', {}, renderReason(say(refused)));
}

function renderReason(reason: string): HTMLElement {
  return el('span', 'failure-reason', { dir: 'auto' }, makeVisible(reason));
}

function renderTime(time: number): HTMLElement {
  const facts = { datetime: new Date(time).toISOString(), title: formatFull(time) };
  return el('time', 'time', facts, formatTime(time));
}

function renderDelivery(delivery: Delivery): HTMLElement {
  const [name, label] = DELIVERY[delivery];
  const glyph = icon(name, label());
  glyph.classList.add('delivery', `delivery-${delivery}`);
  return glyph;
}

function renderReadBy(names: readonly string[]): HTMLElement {
  const glyph = icon('eye', readByLine(names));
  glyph.classList.add('delivery', 'delivery-displayed');
  return glyph;
}

function readByLine(names: readonly string[]): string {
  return t('Read by {names}', { names: namesIn(names, MOST_READERS) });
}

/** The accessible name of the whole message. */
function describe(message: MessageView, readBy: readonly string[]): string {
  const { delivery, error, edited, refused, reply, reactions } = message;
  const parts = [
    senderName(message),
    formatTime(message.time),
    message.mentionsUs === true && t('mentions you'),
    reply && t('in reply to {name}', { name: repliedName(reply) }),
    message.damaged === true && damagedText(),
    wordsOf(message),
    edited !== undefined && t('edited'),
    reactions && t('reactions {emoji}', { emoji: reactions.map(({ emoji }) => emoji).join(' ') }),
    readBy.length > 0 ? readByLine(readBy) : delivery && DELIVERY[delivery][1](),
    error && makeVisible(say(error)),
    refused && makeVisible(say(refused)),
  ];
  return parts.filter(Boolean).join(', ');
}

function wordsOf(message: MessageView): string {
  const { file, notice, offer, outgoing, retracted } = message;
  if (retracted === true) return describeRemoval(message);
  if (file && offer && outgoing)
    return makeVisible(t('file {name}, sent directly', { name: file.name }));
  if (file && offer) {
    const state = OFFER_STATES[offer.state]?.() ?? offerWords(offer, senderName(message));
    return makeVisible(t('offered file {name}, {state}', { name: file.name, state }));
  }
  const files = filesOf(message);
  const caption = file && message.body === file.url ? '' : message.body;
  const names = files.map(({ name }) => name).join(', ');
  const words = [
    notice ? say(notice.text) : '',
    withSender(caption, senderName(message)),
    names && plural(files.length, ['file {names}', '{count} files {names}'], { names }),
  ];
  return makeVisible(words.filter((text) => text !== '').join(' '));
}
