import type { Sentences } from './sentences.ts';

/** Messages. */
export const MESSAGES = {
  'no-message': 'This message is no longer there: reload the chat.',
  'already-sent': 'The message was not deleted, because it is on its way or was sent already.',
  'no-name': 'The server gave this message no name: nobody else would know which one is meant.',
  'not-yours': 'Only what you wrote yourself can be edited or deleted.',
  'not-correctable.file': 'A file cannot be edited: send it again instead.',
  'not-correctable.notice': 'Only text can be edited: send a new message instead.',
  'no-emoji': 'Only emoji can be reactions: pick one.',
  'too-many-reactions': 'A message can have {most} of your reactions: take one away first.',
  'no-chat': 'No chat is in front: open the one that you mean, then try again.',
  'no-chat.fitting': 'This can be done with none of your chats now: open the one that you mean.',
  'no-selection':
    'No code is selected: select in a text editor what you ask about, then try again.',
  'no-editor': 'The code was not inserted: open a file in a text editor first.',
  'read-only': 'The code was not inserted: the file is read-only. Copy the code instead.',
  'not-exported': 'Nothing was exported: the folder does not take it. Choose another one.',
  'not-exported.reason':
    'Nothing was exported: the folder does not take it ({reason}). Choose another one.',
} satisfies Sentences;
