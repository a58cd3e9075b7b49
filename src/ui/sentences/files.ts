import type { Sentences } from './sentences.ts';

/** Files. */
export const FILES = {
  'no-upload-service':
    'This server has no file upload service: ask its operator for HTTP upload (XEP-0363), or use another account.',
  'too-large': 'The file is larger than allowed: send it in smaller parts.',
  'too-large.limit': 'The file is larger than allowed (at most {most}): send it in smaller parts.',
  'too-large.size':
    'The file has {size}, and this server takes at most {most}: send a smaller one.',
  'too-many':
    'Nothing was sent: at most {count} files go at once, and {most} of what is not on this machine. Send fewer, or pack them into an archive.',
  'too-large.elsewhere':
    '{name} was not saved: a place that is not on this machine takes at most {most}; choose a folder of this machine.',
  'too-large.to-save':
    'The file is larger than {most}, the most that is saved here: raise “parley.files.saveUpTo” in the settings, then try again.',
  'no-file.announced': 'This message announces no file.',
  'no-file.forgotten':
    '{name} is no longer at hand, as its window was closed or many have failed since: choose it again.',
  'no-file.moved':
    '{name} is no longer where it was saved: look for it there, or ask for it to be sent again.',
  'no-file.not-here': '{name} was not received: accept it, or ask for it to be sent again.',
  'no-file.on-its-way': '{name} is still being sent: wait until it is here.',
  'no-file.to-compare': 'No file is open to compare with: open yours in an editor, then try again.',
  'no-file.to-send':
    'No file is open: open the file you want to send in an editor, then try again.',
  'no-changes': 'Nothing was sent: nothing has changed there since the last commit.',
  'no-changes.failed':
    'Nothing was sent: git does not tell what has changed in {name}; look at it in the view Source Control.',
  'no-changes.git':
    'Nothing was sent: the Git extension is not at hand; enable it, and trust this folder if it is restricted.',
  'no-changes.no-repository':
    'Nothing was sent: no git repository is open; open a folder that has one.',
  'no-changes.too-many':
    'Nothing was sent: more than {count} files have changed; send a group or some of them.',
  'no-text.output':
    'Nothing was sent: no output is shown; choose a channel in the panel Output, then try again.',
  'no-text.terminal':
    'Nothing was sent: nothing is selected in the terminal; select some text there, then try again.',
  'no-offer': 'This file is no longer offered: ask for it to be sent again.',
  'no-other-way':
    'There is no other way to send {name} to them now: wait until they are online, or accept it.',
  'no-transfer': 'This transfer is not of this chat.',
  'no-transfer.fitting':
    'There is no such file on its way: the view Transfers lists those there are.',
  'no-picture':
    '{name} ({size}) is no picture, sound or video that can be shown, or too large: save it instead.',
  'no-picture.points':
    '{name} ({size}, {width} × {height} points) is no picture, or too large to be shown: save it instead.',
  'not-text': '{name} ({size}) cannot be shown as text: save it instead.',
  'not-saved.denied': '{name} was not saved: you may not write in this folder; choose another one.',
  'not-saved.exists':
    '{name} was not saved: something else has taken its name meanwhile; choose another one.',
  'not-saved.folder': '{name} was not saved: the folder does not take it; choose another one.',
  'not-saved.full': '{name} was not saved: the disk is full; make room, or choose another one.',
  'not-saved.missing': '{name} was not saved: its folder does not exist; choose another one.',
  'not-saved.program':
    '{name} was not saved: it is a program, which is not accepted without asking; ask for it to be sent again if you expected it.',
  'not-saved.quota':
    '{name} was not saved: your share of the disk is used up; make room, or choose another one.',
  'not-saved.reason':
    '{name} was not saved: the folder does not take it ({reason}); choose another one.',
  'not-saved.too-large':
    '{name} was not saved: this disk takes no file as large as this one; choose another one.',
  'not-dropped.on-contact':
    'Nothing was sent: files are sent to contacts and rooms. Drop them on one.',
  'not-dropped.no-file':
    'Nothing was sent: what was dropped is no file. Drop files of the explorer or of the system.',
  'folder.empty':
    '{name} has no files to send: it is empty, or .gitignore or the setting files.exclude leaves all of them out. Send them one by one.',
  'folder.not-packed':
    '{name} could not be packed, and nothing was sent: make room in the folder for temporary files, then try again.',
  'folder.too-large':
    '{name} has more than {count} files, or more than {most}, and nothing was sent: send folders in it one by one.',
  unreadable:
    '{name} cannot be read, and nothing was sent: check that it is a file, still exists and may be read.',
  'unreadable.slow':
    'The file was not sent, since its folder or its window does not answer: try again.',
  'unreadable.changed':
    '{name} changed while it was sent, so that what was sent is not whole: choose it again.',
  'unreadable.folder':
    '{name} cannot be read whole, and nothing was sent: check that it still exists and that you may read what is in it.',
  'unreadable.whole':
    '{name} has {size}, and a file that is not on this machine is sent from memory, up to {most}: copy it here, then send it.',
  'transfer-gone':
    'The file was not sent: the account was signed out meanwhile, or the window with the session closed. Send it again.',
  program: '{name} holds a program, and was not saved: save it again if you trust its sender.',
  'busy.saving': '{name} is being saved already: wait until it is here, or cancel that first.',
  cancelled: 'The transfer was cancelled: start it again if need be.',
  'cancelled.peer':
    'The other side cancelled the transfer, and does not have the file: send it again if they want it.',
  damaged:
    'What came is not the whole file as it was announced, and was not kept: try again, or ask for it to be sent again.',
  declined: 'The other side declined the file: ask whether they want it.',
  'gone.file': 'The file is no longer on the server: ask for it to be sent again.',
  'offline.file-server':
    'The file server cannot be reached, or the connection broke ({reason}): try again.',
  'offline.peer':
    'The other side went offline, and the file was not transferred: try again when they are back.',
  'offline.stream':
    'The connection to the other side broke, and the file was not transferred: try again.',
  'offline.transfer':
    'The connection was lost, and the file was not transferred: start it again when you are online.',
  'offline.upload-service': 'The upload service cannot be reached: try again when you are online.',
  'refused.circles': 'The server sends the download in circles: ask its operator.',
  'refused.encoding':
    'The server sends the file in a form that was not asked for: ask its operator.',
  'refused.http':
    'The server refused the transfer (HTTP {status}): try again, or ask its operator.',
  'refused.incomplete': 'The server did not take the whole file: try again.',
  'refused.quota':
    'The server takes no more files from you for now, as its quota is used up: try again tomorrow, or send it another way.',
  'refused.unsafe-slot':
    'The server offered no safe place for the file: ask its operator to serve uploads over HTTPS.',
  'refused.upload': 'The server did not allow the upload ({condition}): ask its operator.',
  'timeout.answer':
    'The other side did not answer the offer for a day: send it again when they are back, or another way.',
  'timeout.peer': 'The other side fell silent during the transfer: try again.',
  'timeout.transfer':
    'The server fell silent, or became very slow, during the transfer: try again.',
  unreachable:
    'No connection for the file could be made to the other side: try again, or send it another way.',
  'unreachable.chosen':
    'The device “{device}” is no longer online, or takes no files in this way: choose another device, or send it another way.',
  'unreachable.device':
    '{address} is online with no client that takes files directly in this way: send it another way.',
  'unreachable.room':
    'Files go to rooms and their occupants by the upload service only: send it to a contact, or a smaller one.',
  'unreachable.unseen':
    'A file goes directly only while you and {address} see each other online: wait until they are, or send it another way.',
  'untrusted.address':
    'The address of the file is not a secure one (https): ask for it to be sent again.',
  'untrusted.certificate':
    "The file server's identity could not be verified ({reason}): ask its operator to mend its certificate.",
  'untrusted.private-network':
    'The server sends the download on to a private network: ask its operator.',
} satisfies Sentences;
