import type { CallNotice, Notice } from '../model/history.ts';

/**
 * One sentence that says what came and what can be done with it.
 *
 * @param outgoing whether another client of ours sent it
 */
export function noticeText(notice: Notice, outgoing: boolean): string {
  switch (notice.kind) {
    case 'encrypted':
      return outgoing
        ? `Encrypted with ${notice.method} by another client of yours: Parley cannot read it.`
        : `Encrypted with ${notice.method}, which Parley cannot read: another client can.`;
    case 'invitation': {
      const { room, reason, inviter } = notice;
      const by = inviter === undefined ? '' : `, as it says by ${inviter}`;
      const because = reason === '' ? '' : `: “${reason}”`;
      const advice = outgoing ? '' : ' Parley cannot join rooms: use another client.';
      return `Invitation to the room ${room}${by}${because}.${advice}`;
    }
    case 'call':
      return callText(notice, outgoing);
    case 'location': {
      const { latitude, longitude, description } = notice;
      const named = description === '' ? '' : ` (${description})`;
      return `Location: ${latitude}, ${longitude}${named}`;
    }
    case 'fileOffer': {
      const file = notice.name === '' ? 'a file' : `the file “${notice.name}”`;
      return outgoing
        ? `Offered ${file} from another client of yours.`
        : `Offers ${file} directly, which Parley cannot take: ask for an upload.`;
    }
    case 'attention':
      return 'Asks for attention.';
    case 'unknown':
      return 'Something that Parley cannot show: another client may.';
  }
}

function callText({ video, state }: CallNotice, outgoing: boolean): string {
  const call = video ? 'video call' : 'call';
  switch (state) {
    case 'offered':
      return outgoing
        ? `A ${call} from another client of yours.`
        : `Offers a ${call}, which Parley cannot take: answer it in another client.`;
    case 'missed':
      return outgoing ? `A ${call} that was not answered.` : `Missed ${call}.`;
    case 'declined':
      return `Declined ${call}.`;
    case 'answered':
      return outgoing
        ? `A ${call} from another client of yours.`
        : `A ${call}, answered in another client.`;
  }
}
