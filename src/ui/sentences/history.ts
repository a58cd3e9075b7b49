import type { Sentences } from './sentences.ts';

/** The message history. */
export const HISTORY = {
  'history-busy':
    'Another program has locked the message history for a minute: close it, then try again.',
  'history-full':
    'The disk is full, so the message history could not be changed: make room, then try again.',
  'history-damaged': 'The message history is damaged: reload the window, then try again.',
  'history-newer': 'The message history is that of a newer Parley: update Parley, then try again.',
  'history-other':
    'The message history could not be used: see the Parley output for the detail, then try again.',
  'history-stopped':
    'The message history could not be used: see the Parley output for the detail, then try again.',
  'history-mended':
    'The message history was damaged and could be repaired: all messages that it had are there.',
  'history-replaced.damaged-all':
    'The message history was damaged: it is kept as {file}. All its messages could be read, and are in a new one.',
  'history-replaced.damaged-some':
    'The message history was damaged: it is kept as {file}. What could be read is in a new one; what your server keeps of the rest comes back from there.',
  'history-replaced.damaged-nothing':
    'The message history was damaged: it is kept as {file}. A new one was begun. What your server keeps comes back from there.',
  'history-replaced.newer-all':
    'The message history was written by a newer Parley: it is kept as {file}. All its messages could be read, and are in a new one.',
  'history-replaced.newer-some':
    'The message history was written by a newer Parley: it is kept as {file}. What could be read is in a new one; what your server keeps of the rest comes back from there.',
  'history-replaced.newer-nothing':
    'The message history was written by a newer Parley: it is kept as {file}. A new one was begun. What your server keeps comes back from there.',
  'history-unusable.busy':
    'Messages are kept only until this window closes, because the message history cannot be opened: close the program that has locked it, then reload the window.',
  'history-unusable.full':
    'Messages are kept only until this window closes, because the message history cannot be opened: make room on the disk, then reload the window.',
  'history-unusable.damaged':
    'Messages are kept only until this window closes, because the message history cannot be opened: see the Parley output for the detail.',
  'history-unusable.newer':
    'Messages are kept only until this window closes, because the message history cannot be opened: update Parley.',
  'history-unusable.other':
    'Messages are kept only until this window closes, because the message history cannot be opened: update VS Code to 1.101 or later, and see the Parley output for the detail.',
} satisfies Sentences;
