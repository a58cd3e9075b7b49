import type { MessageView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { renderAvatar } from './avatar.ts';
import { renderDelivery, renderReadBy } from './deliveryMark.ts';
import { damagedText, describeMessage, describeRemoval, senderName } from './describeMessage.ts';
import { el, setChildren } from './dom.ts';
import type { RowHeader } from './grouping.ts';
import { renderBody } from './messageBody.ts';
import {
  type FailureActions,
  renderEdited,
  renderFailure,
  renderGone,
  renderNotice,
  renderRefusal,
  renderSender,
  renderSubject,
  renderTime,
} from './messageElements.ts';
import { type MessageFileActions, MessageFiles } from './messageFiles.ts';
import type { TextActions } from './messageText.ts';
import { Parts } from './parts.ts';
import type { Preview } from './preview.ts';
import { type ReactionActions, renderReactions } from './reactions.ts';
import { renderReplyQuote } from './replyQuote.ts';
import type { WholeMessageActions } from './rowActions.ts';
import { isSameHeader, isSameList, renderDividers } from './rowDividers.ts';

/** The actions on a message. */
export interface MessageActions
  extends TextActions, ReactionActions, WholeMessageActions, MessageFileActions, FailureActions {
  /** The author: a bare JID, or who it is in a room. Determines the colours. */
  senderId(message: MessageView): string;
  /** The picture of the author, as its address within the page; `undefined` if there is none. */
  avatarOf(message: MessageView): string | undefined;
  /** Our nick in the room; empty in a one-to-one chat. */
  ownNick(): string;
  /** Jumps to another message. */
  showMessage(message: string): void;
}

/** The inputs of the last rendering. */
interface Drawn {
  readonly message: MessageView;
  readonly header: RowHeader;
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
    header: RowHeader,
    readBy: readonly string[],
    actions: MessageActions,
  ): boolean {
    const avatar = header.group ? actions.avatarOf(message) : undefined;
    const isSame = isSameHeader(header, this.#drawn?.header);
    const hasSameReaders = isSameList(readBy, this.#drawn?.readBy);
    const hasSameAvatar = avatar === this.#drawn?.avatar;
    if (message === this.message && isSame && hasSameReaders && hasSameAvatar) return false;
    if (!isSame) {
      for (const divider of this.#dividers) divider.remove();
      this.#dividers = renderDividers(message.time, header);
    }
    this.#drawn = { message, header, readBy, actions, avatar };
    this.element.dataset['id'] = message.id;
    this.element.classList.toggle('own', message.outgoing);
    this.element.classList.toggle('leads-group', header.group);
    this.element.classList.toggle('failed', message.delivery === 'failed');
    this.element.classList.toggle('mentions-us', message.mentionsUs === true);
    this.element.setAttribute('aria-label', makeVisible(describeMessage(message, readBy)));
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

  #draw({ message, header, readBy, actions, avatar }: Drawn): void {
    const { senderName, outgoing, time } = message;
    const parts = this.#parts;
    const id = actions.senderId(message);
    const head = () => [
      parts.get('avatar', [senderName, id, avatar], () => renderAvatar(senderName, id, avatar)),
      parts.get('sender', [senderName, id, outgoing], () => renderSender(message, id)),
    ];
    setChildren(this.content, this.#drawContent(message, actions));
    setChildren(this.element, [
      ...(header.group ? head() : []),
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
    const said = [words, senderName(message), edited, this.#unfolded, named, message.isUnstyled];
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
    const body = renderBody(words, {
      ...{ sender: senderName(message), unfolded: this.#unfolded, onFold, actions, named },
      isPlain: message.isUnstyled === true,
    });
    if (message.edited !== undefined) {
      const line = body.querySelector(':scope > .text:last-child') ?? body;
      line.append(' ', renderEdited(message.edited));
    }
    return body;
  }
}

/** The text after the subject, which is shown above it. */
function bodyAfterSubject({ body, subject = '' }: MessageView): string {
  return subject === '' ? body : body.slice(subject.length).trimStart();
}
