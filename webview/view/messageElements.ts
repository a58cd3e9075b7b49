import { say } from '../../src/api/say.ts';
import type { MessageView, NoticeView } from '../../src/api/views.ts';
import { makeVisible } from '../../src/api/visible.ts';
import { hueOf } from '../../src/base/hue.ts';
import { t } from '../../src/base/l10n.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';
import type { UserError } from '../../src/base/userError.ts';
import { senderName } from './describeMessage.ts';
import { el, icon, rowButton } from './dom.ts';
import { formatFull, formatTime } from './format.ts';
import type { Icon } from './icons.ts';

/** The action on a message of ours that was not sent. */
export interface FailureActions {
  retry(message: string): void;
}

const NOTICE_ICONS: Readonly<Record<NoticeView['kind'], Icon>> = {
  encrypted: 'lock',
  invitation: 'organization',
  call: 'call-incoming',
  location: 'location',
  fileOffer: 'file',
  attention: 'bell',
  unknown: 'question',
};

/** @param id of the author, as `MessageActions.senderId` */
export function renderSender(message: MessageView, id: string): HTMLElement {
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

/** What stands for content that is not there. */
export function renderGone(sentence: string): HTMLElement {
  return el('div', 'retracted', {}, sentence);
}

export function renderSubject(subject: string): HTMLElement {
  return el('strong', 'subject', { dir: 'auto' }, makeVisible(subject));
}

export function renderNotice({ kind, text }: NoticeView): HTMLElement {
  const words = el('span', 'notice-text', { dir: 'auto' }, makeVisible(say(text)));
  return el('div', 'notice-line', {}, icon(NOTICE_ICONS[kind]), words);
}

export function renderEdited(time: number): HTMLElement {
  return el('span', 'edited', { title: formatFull(time) }, t('edited'));
}

export function renderFailure({ id, error }: MessageView, actions: FailureActions): HTMLElement {
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
export function renderRefusal(refused: UserError): HTMLElement {
  return el('div', 'failure', {}, renderReason(say(refused)));
}

function renderReason(reason: string): HTMLElement {
  return el('span', 'failure-reason', { dir: 'auto' }, makeVisible(reason));
}

export function renderTime(time: number): HTMLElement {
  const facts = { datetime: new Date(time).toISOString(), title: formatFull(time) };
  return el('time', 'time', facts, formatTime(time));
}
