import type { NoticeView } from '../api/views.ts';
import { type UserError, userError } from '../base/userError.ts';
import type { CallNotice, Notice } from '../model/history.ts';

/** @param outgoing whether another client of ours sent it */
export function noticeView(notice: Notice, outgoing: boolean): NoticeView {
  return { kind: notice.kind, text: noticeSentence(notice, outgoing) };
}

/**
 * What was received, and what can be done with it.
 *
 * @param outgoing whether another client of ours sent it
 */
export function noticeSentence(notice: Notice, outgoing: boolean): UserError {
  switch (notice.kind) {
    case 'encrypted': {
      const { method } = notice;
      return userError(outgoing ? 'notice.encrypted-sent' : 'notice.encrypted', { method });
    }
    case 'invitation': {
      const invitation = invitationSentence(notice);
      return outgoing ? invitation : userError('notice.invited', { invitation });
    }
    case 'call':
      return callSentence(notice, outgoing);
    case 'location': {
      // As text: not rounded and grouped as quantities are.
      const place = { latitude: String(notice.latitude), longitude: String(notice.longitude) };
      const { description } = notice;
      return description === ''
        ? userError('notice.location', place)
        : userError('notice.location-named', { ...place, description });
    }
    case 'fileOffer': {
      const { name } = notice;
      if (name === '') return userError(outgoing ? 'notice.file-sent' : 'notice.file');
      return userError(outgoing ? 'notice.file-named-sent' : 'notice.file-named', { name });
    }
    case 'attention':
      return userError('notice.attention');
    case 'unknown':
      return userError('notice');
  }
}

function invitationSentence({
  room,
  reason,
  inviter,
}: Extract<Notice, { readonly kind: 'invitation' }>): UserError {
  if (inviter === undefined) {
    return reason === ''
      ? userError('notice.invitation', { room })
      : userError('notice.invitation-reason', { room, reason });
  }
  return reason === ''
    ? userError('notice.invitation-by', { room, inviter })
    : userError('notice.invitation-by-reason', { room, inviter, reason });
}

function callSentence({ video, state }: CallNotice, outgoing: boolean): UserError {
  const kind = video ? 'video' : 'call';
  switch (state) {
    case 'offered':
      return userError(`notice.${kind}-${outgoing ? 'sent' : 'offered'}`);
    case 'missed':
      return userError(`notice.${kind}-${outgoing ? 'unanswered' : 'missed'}`);
    case 'declined':
      return userError(`notice.${kind}-declined`);
    case 'answered':
      return userError(`notice.${kind}-${outgoing ? 'sent' : 'answered'}`);
  }
}
