import type { Delivery, MessageView } from '../../src/api/views.ts';
import { renderAvatar } from './avatar.ts';
import { el, icon, rowButton } from './dom.ts';
import { renderFileCard } from './fileCard.ts';
import { formatDay, formatFull, formatTime } from './format.ts';
import type { Lead } from './grouping.ts';
import { type LinkActions, renderText } from './messageText.ts';
import { makeVisible } from './visible.ts';

/** What a message can ask for. */
export interface MessageActions extends LinkActions {
  /** The bare JID that an avatar's colour follows. */
  senderJid(message: MessageView): string;
  saveFile(message: string): void;
  openFile(message: string): void;
  compareFile(message: string): void;
  previewFile(message: string): void;
  retry(message: string): void;
}

const DELIVERY: Readonly<Record<Delivery, readonly [icon: string, label: string]>> = {
  queued: ['history', 'Waiting to be sent'],
  sent: ['check', 'Sent'],
  delivered: ['check-all', 'Delivered'],
  failed: ['error', 'Not sent'],
};

/** One message in the log. Its element stays the same while the message changes. */
export class MessageRow {
  readonly element = el('article', 'message', { tabindex: '-1' });
  #divider: HTMLElement | undefined;
  #message: MessageView | undefined;
  #lead: Lead | undefined;
  /** The picture that the message announces, once the user has asked for it. */
  #picture: HTMLImageElement | undefined;

  /** The divider of the day that begins with this message. */
  get divider(): HTMLElement | undefined {
    return this.#divider;
  }

  render(message: MessageView, lead: Lead, actions: MessageActions): void {
    if (message === this.#message && sameLead(lead, this.#lead)) return;
    this.#message = message;
    this.#lead = lead;
    this.#divider?.remove();
    this.#divider = lead.day ? renderDivider(message.time) : undefined;
    this.element.dataset['id'] = message.id;
    this.element.classList.toggle('own', message.outgoing);
    this.element.classList.toggle('leads-group', lead.group);
    this.element.classList.toggle('failed', message.delivery === 'failed');
    this.element.setAttribute('aria-label', describe(message));
    this.element.replaceChildren(
      ...(lead.group ? renderHead(message, actions.senderJid(message)) : []),
      renderContent(message, actions),
      ...renderMeta(message),
    );
    this.#placePicture();
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
}

function sameLead(a: Lead, b: Lead | undefined): boolean {
  return a.day === b?.day && a.group === b.group;
}

function renderDivider(time: number): HTMLElement {
  const day = formatDay(time, Date.now());
  return el(
    'div',
    'day',
    { role: 'separator', 'aria-label': day },
    el('span', 'day-name', {}, day),
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

function renderContent(message: MessageView, actions: MessageActions): HTMLElement {
  const { id, body, file, delivery, error } = message;
  const content = el('div', 'content');
  // A file's announcement repeats its address as the body (XEP-0066 §4); the card says it better.
  if (body !== '' && body !== file?.url) content.append(renderText(body, actions));
  if (file) {
    content.append(
      renderFileCard(file, {
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
      }),
    );
  }
  if (delivery === 'failed') {
    const retry = rowButton('Retry', 'primary-action', () => {
      actions.retry(id);
    });
    const reason = makeVisible(error ?? 'The message was not sent.');
    content.append(el('div', 'failure', {}, el('span', 'failure-reason', {}, reason), retry));
  }
  return content;
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
  const { body, file, delivery, error } = message;
  const parts = [
    senderName(message),
    formatTime(message.time),
    file ? `file ${makeVisible(file.name)}` : makeVisible(body),
    delivery && DELIVERY[delivery][1],
    error && makeVisible(error),
  ];
  return parts.filter(Boolean).join(', ');
}
