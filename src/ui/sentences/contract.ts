import type { Sentences } from './sentences.ts';

/** The contract, and the windows that share a session. */
export const CONTRACT = {
  'bad-request': 'Parley did not understand this request: reload the window and try again.',
  refused: 'This view may not ask for that.',
  busy: 'Too much is under way in this window: wait a moment, then try again.',
  'no-session': 'No window answers for the XMPP session: reload this window, then try again.',
  'session-moved':
    'The window that held the XMPP session was closed meanwhile: see whether this was done, and try again if not.',
  'other-version':
    'Another window holds the XMPP session with Parley of another version, and this window runs {own}: reload the windows with the older version.',
  'other-version.known':
    'Another window holds the XMPP session with Parley {theirs}, and this window runs {own}: reload the windows with the older version.',
  'too-long': 'What was given has at most {most} characters, and this has {length}: shorten it.',
  'too-long.entries':
    'What was given has at most {most} entries, and this has {length}: shorten it.',
  'too-long.address':
    'An address has at most {most} characters, and this has {length}: shorten it.',
  'too-long.addresses':
    'A list of addresses has at most {most} entries, and this has {length}: shorten it.',
  'too-long.draft':
    'A draft has at most {most} characters, and this has {length}: send it in parts, or put it into a file.',
  'too-long.field': 'A field has at most {most} characters, and this has {length}: shorten it.',
  'too-long.group':
    'The name of a group has at most {most} characters, and this has {length}: shorten it.',
  'too-long.message':
    'A message has at most {most} characters, and this has {length}: send it in parts, or as a file.',
  'too-long.name': 'A name has at most {most} characters, and this has {length}: shorten it.',
  'too-long.password':
    'A password has at most {most} characters, and this has {length}: shorten it.',
  'too-long.reaction':
    'A reaction has at most {most} characters, and this has {length}: shorten it.',
  'too-long.search':
    'What is looked for has at most {most} characters, and this has {length}: shorten it.',
  'too-long.selection':
    'At most {most} characters are asked about at once, and {length} are selected: select fewer, or send the file.',
  'too-long.status':
    'A status message has at most {most} characters, and this has {length}: shorten it.',
  notice: 'Something that Parley cannot show: another client may.',
  'notice.encrypted': 'Encrypted with {method}, which Parley cannot read: another client can.',
  'notice.encrypted-sent':
    'Encrypted with {method} by another client of yours: Parley cannot read it.',
  'notice.invited': '{invitation} To join, choose "XMPP: Join or Create Room…".',
  'notice.invitation': 'Invitation to the room {room}.',
  'notice.invitation-by': 'Invitation to the room {room}, as it says by {inviter}.',
  'notice.invitation-by-reason':
    'Invitation to the room {room}, as it says by {inviter}: “{reason}”.',
  'notice.invitation-reason': 'Invitation to the room {room}: “{reason}”.',
  'notice.call-offered': 'Offers a call, which Parley cannot take: answer it in another client.',
  'notice.call-sent': 'A call from another client of yours.',
  'notice.call-missed': 'Missed call.',
  'notice.call-unanswered': 'A call that was not answered.',
  'notice.call-declined': 'Declined call.',
  'notice.call-answered': 'A call, answered in another client.',
  'notice.video-offered':
    'Offers a video call, which Parley cannot take: answer it in another client.',
  'notice.video-sent': 'A video call from another client of yours.',
  'notice.video-missed': 'Missed video call.',
  'notice.video-unanswered': 'A video call that was not answered.',
  'notice.video-declined': 'Declined video call.',
  'notice.video-answered': 'A video call, answered in another client.',
  'notice.location': 'Location: {latitude}, {longitude}',
  'notice.location-named': 'Location: {latitude}, {longitude} ({description})',
  'notice.file': 'Offers a file directly, which Parley cannot take: ask for an upload.',
  'notice.file-named':
    'Offers the file “{name}” directly, which Parley cannot take: ask for an upload.',
  'notice.file-sent': 'Offered a file from another client of yours.',
  'notice.file-named-sent': 'Offered the file “{name}” from another client of yours.',
  'notice.attention': 'Asks for attention.',
} satisfies Sentences;
