import type { Delivery, FileView, MessageView } from '../../src/api/views.ts';
import { renderAvatar } from './avatar.ts';
import { el, icon, rowButton } from './dom.ts';
import { renderFileCard } from './fileCard.ts';
import { formatDay, formatFull, formatTime } from './format.ts';
import type { Lead } from './grouping.ts';
import { plainBody, renderBody } from './messageBody.ts';
import type { TextActions } from './messageText.ts';
import { type ReactionActions, renderReactions } from './reactions.ts';
import { renderReplyQuote } from './replyQuote.ts';
import type { WholeMessageActions } from './rowActions.ts';
import { makeVisible } from '../../src/api/visible.ts';

/** What a message can ask for. */
export interface MessageActions extends TextActions, ReactionActions, WholeMessageActions {
  /** The bare JID that an avatar's colour follows. */
  senderJid(message: MessageView): string;
  saveFile(message: string): void;
  openFile(message: string): void;
  compareFile(message: string): void;
  previewFile(message: string): void;
  retry(message: string): void;
  /** Goes to another message. */
  showMessage(message: string): void;
}

const DELIVERY: Readonly<Record<Delivery, readonly [icon: string, label: string]>> = {
  queued: ['history', 'Waiting to be sent'],
  sent: ['check', 'Sent'],
  delivered: ['check-all', 'Delivered'],
  displayed: ['eye', 'Read'],
  failed: ['error', 'Not sent'],
};

/** One message in the log. Its element stays the same while the message changes. */
export class MessageRow {
  readonly element = el('article', 'message', { tabindex: '-1' });
  readonly content = el('div', 'content');
  readonly #hold: (change: () => void) => void;
  #dividers: readonly HTMLElement[] = [];
  #message: MessageView | undefined;
  #lead: Lead | undefined;
  #unfolded = false;
  /** Folds the text, or unfolds it. */
  #fold: (unfolded: boolean) => void = () => undefined;
  /** The picture that the message announces, once the user has asked for it. */
  #picture: HTMLImageElement | undefined;

  /** @param hold makes a change of height without moving what is above the row */
  constructor(hold: (change: () => void) => void) {
    this.#hold = hold;
  }

  /** What stands above this message: where a day begins, and where the new messages do. */
  get dividers(): readonly HTMLElement[] {
    return this.#dividers;
  }

  get message(): MessageView | undefined {
    return this.#message;
  }

  /** Whether the reader has unfolded it or asked for its picture. */
  get changed(): boolean {
    return this.#unfolded || this.#picture !== undefined;
  }

  /** @param count of all messages; `undefined` while not all are known */
  setPosition(position: number, count: number | undefined): void {
    this.element.setAttribute('aria-posinset', String(position));
    this.element.setAttribute('aria-setsize', String(count ?? -1));
  }

  /** Shows all of a long text. */
  unfold(): void {
    if (this.element.querySelector('.fold[aria-expanded="false"]')) this.#fold(true);
  }

  remove(): void {
    for (const divider of this.#dividers) divider.remove();
    this.element.remove();
    this.element.tabIndex = -1;
  }

  render(message: MessageView, lead: Lead, actions: MessageActions): void {
    if (message === this.#message && sameLead(lead, this.#lead)) return;
    this.#message = message;
    this.#lead = lead;
    for (const divider of this.#dividers) divider.remove();
    this.#dividers = [
      ...(lead.day ? [renderDivider('day', formatDay(message.time, Date.now()))] : []),
      ...(lead.news > 0 ? [renderDivider('day news', `${lead.news} new`)] : []),
    ];
    this.element.dataset['id'] = message.id;
    this.element.classList.toggle('own', message.outgoing);
    this.element.classList.toggle('leads-group', lead.group);
    this.element.classList.toggle('failed', message.delivery === 'failed');
    this.element.setAttribute('aria-label', describe(message));
    const focused = this.#focusedReaction();
    this.content.replaceChildren(...this.#renderContent(message, actions));
    this.element.replaceChildren(
      ...(lead.group ? renderHead(message, actions.senderJid(message)) : []),
      this.content,
      ...renderMeta(message),
    );
    this.#placePicture();
    if (focused !== undefined) this.#focusReaction(focused);
  }

  /** @param url of the picture, which is here already: showing it fetches nothing. */
  showPicture(url: string): void {
    const name = makeVisible(this.#message?.file?.name ?? '');
    this.#picture = el('img', 'file-picture', { src: url, alt: name });
    this.#placePicture();
  }

  #placePicture(): void {
    if (!this.#picture) return;
    this.element.querySelector('.preview-action')?.remove();
    this.element.querySelector('.file-picture')?.remove();
    this.element.querySelector('.file-card')?.after(this.#picture);
  }

  /** The reaction that was chosen by the keyboard: its chip is made anew when it changes. */
  #focusedReaction(): string | undefined {
    const chip = document.activeElement?.closest<HTMLElement>('.reaction');
    return chip && this.element.contains(chip) ? chip.dataset['emoji'] : undefined;
  }

  #focusReaction(emoji: string): void {
    const chips = [...this.element.querySelectorAll<HTMLElement>('.reaction')];
    (chips.find((chip) => chip.dataset['emoji'] === emoji) ?? this.element).focus();
  }

  #renderContent(message: MessageView, actions: MessageActions): HTMLElement[] {
    const { id, body, file, delivery, reply, reactions, edited, refused } = message;
    const refusal = refused === undefined ? [] : [renderRefusal(refused)];
    if (message.retracted === true) {
      return [el('div', 'retracted', {}, 'Message deleted'), ...refusal];
    }
    const show = (of: string) => {
      actions.showMessage(of);
    };
    // A file's announcement repeats its address as the body (XEP-0066 §4); the card says it better.
    const words =
      body !== '' && body !== file?.url ? this.#renderBody(message, actions) : undefined;
    const mark = edited === undefined ? undefined : renderEdited(edited);
    const line = words?.querySelector(':scope > .text:last-child');
    if (mark) line?.append(' ', mark);
    return [
      ...(reply ? [renderReplyQuote(reply, show)] : []),
      ...(words ? [words] : []),
      ...(file ? [renderFile(id, file, actions)] : []),
      ...(mark && !line ? [mark] : []),
      ...(delivery === 'failed' ? [renderFailure(message, actions)] : []),
      ...refusal,
      ...(reactions ? [renderReactions(id, reactions, actions)] : []),
    ];
  }

  #renderBody(message: MessageView, actions: MessageActions): HTMLElement {
    this.#fold = (unfolded) => {
      this.#unfolded = unfolded;
      this.#hold(() => {
        body.replaceWith(this.#renderBody(message, actions));
      });
    };
    const onFold = (unfolded: boolean) => {
      this.#fold(unfolded);
      this.element.querySelector<HTMLElement>('.fold')?.focus({ preventScroll: true });
    };
    const body = renderBody(message.body, senderName(message), this.#unfolded, onFold, actions);
    return body;
  }
}

function sameLead(a: Lead, b: Lead | undefined): boolean {
  return a.day === b?.day && a.group === b.group && a.news === b.news;
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
  return message.outgoing ? 'You' : makeVisible(message.senderName);
}

function renderHead(message: MessageView, jid: string): HTMLElement[] {
  return [
    renderAvatar(message.senderName, jid),
    el('bdi', 'sender', { title: jid }, senderName(message)),
  ];
}

function renderFile(id: string, file: FileView, actions: MessageActions): HTMLElement {
  return renderFileCard(file, {
    save() {
      actions.saveFile(id);
    },
    open() {
      actions.openFile(id);
    },
    compare() {
      actions.compareFile(id);
    },
    preview() {
      actions.previewFile(id);
    },
  });
}

function renderEdited(time: number): HTMLElement {
  return el('span', 'edited', { title: formatFull(time) }, 'edited');
}

function renderFailure({ id, error }: MessageView, actions: MessageActions): HTMLElement {
  const retry = rowButton('Retry', 'primary-action', () => {
    actions.retry(id);
  });
  return el('div', 'failure', {}, renderReason(error ?? 'The message was not sent.'), retry);
}

/** A change of the message did not arrive; to try again is to change it again. */
function renderRefusal(refused: string): HTMLElement {
  return el('div', 'failure', {}, renderReason(refused));
}

function renderReason(reason: string): HTMLElement {
  return el('span', 'failure-reason', {}, makeVisible(reason));
}

function renderMeta({ time, outgoing, delivery }: MessageView): HTMLElement[] {
  const clock = el(
    'time',
    'time',
    { datetime: new Date(time).toISOString(), title: formatFull(time) },
    formatTime(time),
  );
  if (!outgoing || !delivery) return [clock];
  const [name, label] = DELIVERY[delivery];
  const glyph = icon(name, label);
  glyph.classList.add('delivery', `delivery-${delivery}`);
  return [clock, glyph];
}

/** What the screen reader says for the message as a whole. */
function describe(message: MessageView): string {
  const { delivery, error, edited, refused, reply, reactions } = message;
  const parts = [
    senderName(message),
    formatTime(message.time),
    reply && `in reply to ${makeVisible(reply.senderName)}`,
    wordsOf(message),
    edited !== undefined && 'edited',
    reactions && `reactions ${reactions.map(({ emoji }) => emoji).join(' ')}`,
    delivery && DELIVERY[delivery][1],
    error && makeVisible(error),
    refused !== undefined && makeVisible(refused),
  ];
  return parts.filter(Boolean).join(', ');
}

function wordsOf(message: MessageView): string {
  const { file, retracted } = message;
  if (retracted === true) return 'Message deleted';
  return makeVisible(file ? `file ${file.name}` : plainBody(message, senderName(message)));
}
