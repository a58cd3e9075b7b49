import type { UserErrorCode } from '../base/userErrorCodes.ts';

/**
 * The error messages: for each code one sentence that says what failed and what to do, or for
 * `task.…` the beginning of one. Each is a complete literal, so that it can be collected and
 * translated separately; `{name}` is a placeholder for a parameter.
 */
export const SENTENCES: Readonly<Record<UserErrorCode, string>> = {
  // Unexpected errors.
  unknown:
    'Something did not work, and this window of Parley does not know what: reload the window, then try again.',
  internal:
    'Something went wrong inside Parley: see the Parley output for the detail, then try again.',
  failed: '{task}: {detail}; try again.',

  // The operation that failed.
  'task.add-contact': 'Adding {name} failed',
  'task.ask-archive': 'Asking what your server archives failed',
  'task.ask-details': 'Asking for the details failed',
  'task.ask-registration': 'Asking {domain} for its registration failed',
  'task.ask-room': 'Asking what {room} is failed',
  'task.ask-upload-service': 'The server could not be asked for its upload service',
  'task.change-archive': 'What your server archives was not changed',
  'task.change-contact': 'Changing {name} failed',
  'task.change-password': 'The password was not changed',
  'task.change-room': 'Changing {room} failed',
  'task.check-upload': 'Nothing was sent',
  'task.delete-account': '{address} was not deleted',
  'task.deliver-change': 'The change of this message was not delivered',
  'task.deliver-message': 'The message was not delivered',
  'task.destroy-room': '{room} was not closed',
  'task.fetch-file': '{name} could not be fetched',
  'task.invite': 'The invitation to {room} was not sent',
  'task.join-room': 'Joining {room} failed',
  'task.list-rooms': 'The rooms of {domain} could not be listed',
  'task.read-messages': 'Reading the messages of this chat failed',
  'task.remove-contact': 'Removing {name} failed',
  'task.see-presence': 'Your request to see when {name} is online did not arrive',
  'task.send-file': '{name} could not be sent',
  'task.sign-in': 'Signing in as {address} failed',
  'task.start-sending': '{name} was not sent',

  // Being offline.
  offline:
    'You are offline: wait for the connection or choose "XMPP: Reconnect Now", then try again.',
  'offline.task':
    '{task}, since you are offline: wait for the connection or choose "XMPP: Reconnect Now", then try again.',
  'chosen-offline':
    'You chose to be offline: choose another presence with "XMPP: Set Presence…", then try again.',
  'chosen-offline.task':
    '{task}, since you chose to be offline: choose another presence with "XMPP: Set Presence…", then try again.',
  'needs-user': 'The account needs you: sign in again with "XMPP: Sign In…".',
  'needs-user.reason': '{reason}',
  'needs-user.task': '{task}, since the account needs you: sign in again with "XMPP: Sign In…".',

  // Stanza errors, by their defined condition (RFC 6120 §8.3.3).
  'not-connected': '{task}: the connection was lost; try again once it is back.',
  'remote-server-timeout': '{task}: there was no answer in time; try again later.',
  'remote-server-not-found':
    '{task}: the server of this address cannot be reached; check its spelling.',
  'service-unavailable': '{task}: the other side does not offer this.',
  'feature-not-implemented': '{task}: the other side does not offer this.',
  'item-not-found': '{task}: there is nothing at this address; check its spelling.',
  'not-allowed': '{task}: the server does not allow it; ask its operator.',
  forbidden: '{task}: the server does not allow it; ask its operator.',
  'not-acceptable': '{task}: the server does not accept it; try something smaller or simpler.',
  'resource-constraint': '{task}: the server has reached a limit; try again later.',
  'internal-server-error': '{task}: the server has a fault; try again later.',
  'policy-violation': '{task}: it breaks a rule of the server; ask its operator.',
  'recipient-unavailable': '{task}: the recipient cannot be reached now; try again later.',
  gone: '{task}: this address is no longer in use; ask for the new one.',
  'stanza-error': '{task}: the server says {condition}; try again later.',
  'unsendable.content':
    '{task}: your server ends the connection over it; change it, then try again.',
  'unsendable.size':
    '{task}: it is larger than your server takes; shorten it, or send it as a file.',
  'unsendable.limit':
    '{task}: it is larger than your server takes (at most {most}); shorten it, or send it as a file.',

  // Accounts.
  'no-account': 'This account is not signed in: sign in with "XMPP: Sign In…".',
  'no-account.at-all': 'You are not signed in: sign in with an XMPP account first.',
  'bad-jid': 'A JID looks like name@server.org: check the address.',
  'bad-server': 'A server looks like server.org: check what you typed.',
  'bad-fingerprint': 'This is not a SHA-256 fingerprint: copy it whole.',
  'busy.signing-in': 'Parley is signing in as {address} already: wait a moment.',
  'registration-invalid.name':
    'An account needs a name that an address can begin with, and a password: check both.',
  'registration-invalid.signed-in': 'You are signed in as {address} already: choose another name.',
  'unanswered.password':
    '{domain} did not say whether the password was changed: if you are asked for it, try the new one first.',
  'unanswered.deletion':
    '{domain} did not say whether {address} was deleted: sign in again to see, and delete it again if that works.',
  'no-archive-preferences':
    '{domain} lets nobody choose what it archives: ask its operator what it keeps.',
  'ca-file.unreadable':
    'The CA file {path} cannot be read: correct the setting "parley.connection.caFile".',
  'ca-file.empty':
    'The CA file {path} holds no certificate in PEM form: correct the setting "parley.connection.caFile".',

  // Contacts.
  'own-jid': 'This is your own address: type that of somebody else.',
  'no-contact':
    '{address} is not in your contacts: add this address with "XMPP: Add Contact…" first.',
  'no-request': '{address} no longer asks to see your presence.',
  'no-request.at-all': 'Nobody asks to see your presence: there is no request to answer.',
  'presence.denied':
    '{name} does not let you see when they are online: write to them, then ask again with “Resend Request to Contact”.',
  'presence.removed':
    '{name} no longer lets you see when they are online: ask again with “Resend Request to Contact”, or remove them from your contacts.',
  'presence.ended':
    'You no longer see when {name} is online, by their wish or by another client of yours: ask again with “Resend Request to Contact”.',

  // Rooms.
  'not-a-room':
    '{room} is not the address of a room: it looks like name@conference.server.org; check it.',
  'no-room-service': '{domain} offers no rooms: give the address of another service.',
  'no-room-service.there': 'There are no rooms at {domain}: check the address of the service.',
  'no-invitation': 'This invitation was answered or withdrawn meanwhile: ask for another one.',
  'room-missing': 'The room {room} does not exist: check its address, or create it.',
  'room-locked': '{room} is not open yet: try again in a moment, or ask who created it.',
  'room-unsuitable': '{room} is not a room: check its address.',
  'room-unreachable':
    '{room} cannot be reached, as {domain} does not answer: check the address, or wait until Parley tries again.',
  'room-invisible':
    'You are not in {room} while you are invisible: choose another presence with "XMPP: Set Presence…".',
  'room-not-joined': 'You are not in {room}: join it, then try again.',
  'room-password': '{room} needs a password: ask its owner for it.',
  'room-password.wrong':
    '{room} does not accept this password: check it, or ask the owner of the room.',
  'room-forbidden':
    '{room} does not let you in: you are banned there, or may not create rooms; ask its owner.',
  'room-forbidden.said': '{room} does not let you in (“{said}”): ask its owner.',
  'room-not-allowed':
    '{room} does not allow this, such as creating a room there: ask the operator of its server.',
  'room-not-allowed.said': '{room} does not allow this (“{said}”): ask the operator of its server.',
  'room-members-only': '{room} is for members only: ask its owner for membership.',
  'room-closed': '{room} is full, or closed to you: try again later.',
  'room-closed.said': '{room} is full, or closed to you (“{said}”): try again later.',
  'room-busy': '{room} takes nobody in for now: wait until Parley tries again.',
  'room-busy.said': '{room} takes nobody in for now (“{said}”): wait until Parley tries again.',
  'room-broken': 'The server of {room} has a fault: wait until Parley tries again.',
  'room-broken.said': 'The server of {room} has a fault (“{said}”): wait until Parley tries again.',
  'room-refused': '{room} does not let you in ({condition}): try again later, or ask its owner.',
  'room-refused.said':
    '{room} does not let you in ({condition}: “{said}”): try again later, or ask its owner.',
  'room-nick.invalid': '{room} cannot have “{nick}” as a nick: choose another one.',
  'room-nick.reserved':
    '{room} lets you in only by your registered nick, and not as “{nick}”: choose that one.',
  'room-nick.taken': 'In {room} somebody else is “{nick}”: choose another nick.',
  'room-nick.not-allowed': '{room} does not let you become “{nick}”: ask its moderators.',
  'room-nick.unanswered': '{room} did not answer whether you may become “{nick}”: try again later.',
  'room-destroyed': '{room} was closed by its owner, for everybody.',
  'room-destroyed.reason': '{room} was closed by its owner, for everybody: “{reason}”.',
  'room-kicked': 'You were removed from {room}: you may join again.',
  'room-kicked.by': 'You were removed from {room} by {actor}: you may join again.',
  'room-kicked.by-reason':
    'You were removed from {room} by {actor} (“{reason}”): you may join again.',
  'room-kicked.reason': 'You were removed from {room} (“{reason}”): you may join again.',
  'room-banned': 'You were banned from {room}: ask its owner.',
  'room-banned.by': 'You were banned from {room} by {actor}: ask its owner.',
  'room-banned.by-reason': 'You were banned from {room} by {actor} (“{reason}”): ask its owner.',
  'room-banned.reason': 'You were banned from {room} (“{reason}”): ask its owner.',
  'room-membership-lost':
    'You are no longer a member of {room}: ask its owner, or try to join again.',
  'room-members-only.now': '{room} is for members only now: ask its owner for membership.',
  'room-shutdown': 'You are not in {room}, as {domain} restarts: wait until Parley joins it again.',
  'room-lost.technical': '{room} lost its connection to you: wait until Parley joins it again.',
  'room-lost': 'You are no longer in {room}, which did not say why: join it again.',
  'room-change.not-permitted': '{room} does not let you do this: ask its moderators or its owner.',
  'room-change.own':
    '{room} does not let you do this to yourself, nor go without an owner: choose somebody else.',
  'room-change.no-occupant': 'In {room} nobody is called “{nick}” any more: choose somebody else.',
  'room-change.no-address':
    '{room} does not show you the address of “{nick}”: give the address yourself.',
  'room-change.bad-address':
    '{room} does not accept this address: give that of an account, such as name@server.org.',
  'room-form.none': '{room} has nothing to configure: leave it as it is.',
  'room-form.outdated': 'The settings of {room} were not opened, or not lately: open them again.',
  'room-form.refused': '{room} did not accept these settings: check each of them.',
  'room-not-configured':
    '{room} was created, but not set up as you wanted, and you left it: try again.',
  'no-room.fitting':
    'None of your rooms allows this: join another one with "XMPP: Join or Create Room…".',
  'no-room.at-all': 'You have no rooms: join or create one with "XMPP: Join or Create Room…".',
  'no-occupant':
    'Nobody fits who is in this room: you may lack the right, or they have left; look at its occupants.',
  'no-invitation.at-all': 'Nobody invites you to a room: there is no invitation to answer.',
  'invitation-void':
    'The room {room} does not exist any longer: ask for a new invitation, or ignore this one.',

  // Messages.
  'no-message': 'This message is no longer there: reload the chat.',
  'already-sent': 'The message was not deleted, because it is on its way or was sent already.',
  'no-name': 'The server gave this message no name: nobody else would know which one is meant.',
  'not-yours': 'Only what you wrote yourself can be edited or deleted.',
  'not-correctable.file': 'A file cannot be edited: send it again instead.',
  'not-correctable.notice': 'Only text can be edited: send a new message instead.',
  'no-emoji': 'Only emoji can be reactions: pick one.',
  'too-many-reactions': 'A message can have {most} of your reactions: take one away first.',
  'no-chat': 'No chat is in the active tab: open the chat whose history you want, then try again.',
  'no-editor': 'The code was not inserted: open a file in a text editor first.',
  'read-only': 'The code was not inserted: the file is read-only. Copy the code instead.',
  'not-exported': 'The chat was not exported: the folder does not take it. Choose another one.',
  'not-exported.reason':
    'The chat was not exported: the folder does not take it ({reason}). Choose another one.',

  // The message history.
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

  // Files.
  'no-upload-service':
    'This server has no file upload service: ask its operator for HTTP upload (XEP-0363), or use another account.',
  'too-large': 'The file is larger than allowed: send it in smaller parts.',
  'too-large.limit': 'The file is larger than allowed (at most {most}): send it in smaller parts.',
  'too-large.size':
    'The file has {size}, and this server takes at most {most}: send a smaller one.',
  'too-many':
    'Nothing was sent: at most {count} files of {most} together go at once. Send fewer, or pack them into an archive.',
  'no-file.announced': 'This message announces no file.',
  'no-file.forgotten': '{name} is no longer at hand: send it anew.',
  'no-file.on-its-way': '{name} is still being sent: wait until it is here.',
  'no-file.to-compare': 'No file is open to compare with: open yours in an editor, then try again.',
  'no-file.to-send':
    'No file is open: open the file you want to send in an editor, then try again.',
  'no-transfer': 'This transfer is not of this chat.',
  'no-picture': '{name} ({size}) is no picture, or too large to be shown: save it instead.',
  'no-picture.points':
    '{name} ({size}, {width} × {height} points) is no picture, or too large to be shown: save it instead.',
  'not-text': '{name} ({size}) cannot be shown as text: save it instead.',
  'not-saved.exists':
    '{name} was not saved: something else has taken its name meanwhile; choose another one.',
  'not-saved.folder': '{name} was not saved: the folder does not take it; choose another one.',
  'not-saved.reason':
    '{name} was not saved: the folder does not take it ({reason}); choose another one.',
  'not-dropped.on-contact':
    'Nothing was sent: files are sent to contacts and rooms. Drop them on one.',
  'not-dropped.no-file':
    'Nothing was sent: what was dropped is no file. Drop files of the explorer or of the system.',
  folder: '{name} is a folder, and nothing was sent: send its files, or pack it into an archive.',
  unreadable:
    '{name} cannot be read, and nothing was sent: check that it is a file, still exists and may be read.',
  'transfer-gone':
    'The file was not sent: the account was signed out meanwhile, or the window with the session closed. Send it again.',
  cancelled: 'The transfer was cancelled: start it again if need be.',
  damaged:
    'What came is not the whole file as it was announced, and was not kept: try again, or ask for it to be sent again.',
  'gone.file': 'The file is no longer on the server: ask for it to be sent again.',
  'offline.file-server':
    'The file server cannot be reached, or the connection broke ({reason}): try again.',
  'offline.upload-service': 'The upload service cannot be reached: try again when you are online.',
  'refused.circles': 'The server sends the download in circles: ask its operator.',
  'refused.encoding':
    'The server sends the file in a form that was not asked for: ask its operator.',
  'refused.http':
    'The server refused the transfer (HTTP {status}): try again, or ask its operator.',
  'refused.incomplete': 'The server did not take the whole file: try again.',
  'refused.quota': 'The server takes no more files from you for now: try again later.',
  'refused.unsafe-slot':
    'The server offered no safe place for the file: ask its operator to serve uploads over HTTPS.',
  'refused.upload': 'The server did not allow the upload ({condition}): ask its operator.',
  'timeout.transfer':
    'The server fell silent, or became very slow, during the transfer: try again.',
  'untrusted.address':
    'The address of the file is not a secure one (https): ask for it to be sent again.',
  'untrusted.certificate':
    "The file server's identity could not be verified ({reason}): ask its operator to mend its certificate.",
  'untrusted.private-network':
    'The server sends the download on to a private network: ask its operator.',

  // The connection.
  'no-such-server':
    'No server was found at {host}; check the spelling of the address and the network.',
  'no-such-server.no-service':
    '{domain} says that it has no XMPP service; check the address of the account.',
  'no-such-server.not-served': 'The server does not serve {domain}; check the address.',
  'offline.network': 'The network does not reach {host}; check that this computer is online.',
  'server-refused':
    '{domain} closed the connection ({condition}); try again later or ask its operator.',
  'server-refused.bind':
    '{domain} does not let another client of {address} in ({condition}); sign out elsewhere, or try again later.',
  'server-refused.other-host': 'The server sends us to {host}; try again later.',
  'server-refused.passwords': '{domain} cannot check passwords at the moment; try again later.',
  'server-refused.port':
    '{endpoint} does not accept connections; check the address, or try again later.',
  lost: 'The connection to {domain} was lost; check the network if it does not come back.',
  'lost.socket': 'The connection to {endpoint} failed; try again later.',
  'lost.socket-error': 'The connection to {endpoint} failed ({reason}); try again later.',
  timeout: '{domain} did not answer in time; check the network, or try again later.',
  stopped: 'The connection was closed; sign in again to go online.',
  'bad-stream':
    '{domain} broke the rules of XMPP ({condition}); Parley connects again, and its operator should know if it goes on.',
  'tls-required':
    '{domain} offers no encryption here, so Parley did not sign in; ask its operator, or check whether somebody tampers with the network.',
  'bad-authority':
    'The file of certificate authorities cannot be read; choose one in PEM format in the settings.',
  'bad-certificate.wrong-name':
    'The certificate of {name} cannot be trusted: it is for {names}; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.no-name':
    'The certificate of {name} cannot be trusted: it is for no server; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.expired':
    'The certificate of {name} cannot be trusted: it expired on {validTo}; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.not-yet-valid':
    'The certificate of {name} cannot be trusted: it is not valid yet (is the clock of this computer right?); sign in only if its operator confirms the fingerprint.',
  'bad-certificate.self-signed':
    'The certificate of {name} cannot be trusted: it is signed by itself, not by an authority; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.unknown-issuer':
    'The certificate of {name} cannot be trusted: its issuer is not known; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.not-pinned':
    'The certificate of {name} cannot be trusted: it is not the one you trusted before; sign in only if its operator confirms the fingerprint.',
  'bad-certificate.invalid':
    'The certificate of {name} cannot be trusted: it cannot be verified; sign in only if its operator confirms the fingerprint.',

  // Signing in.
  'wrong-password': '{domain} did not accept the password for {address}; check both.',
  'wrong-password.expired':
    '{domain} no longer accepts this sign-in; sign in again with the password.',
  'wrong-password.nul': 'The password contains a NUL character; change it.',
  'wrong-password.refused':
    '{domain} refused the sign-in of {address} ({condition}); check the address and the password.',
  'account-disabled':
    '{domain} has closed the account {address} or its password expired; ask its operator.',
  'conflict.bind': 'Another client of {address} has this resource; sign out there, then reconnect.',
  'conflict.replaced':
    'Another client signed in with the same resource; reconnect here to take it back.',
  'other-address.own': '{domain} signs {address} in as {bound}; sign in again to use that address.',
  'other-address.foreign':
    '{domain} signs {address} in as {bound}; check the address, or ask its operator.',
  'no-mechanism':
    'The server offers no way to sign in that Parley knows ({offered}); ask its operator for SCRAM.',
  'no-mechanism.none':
    'The server offers no way to sign in that Parley knows (none); ask its operator for SCRAM.',
  'no-mechanism.plain':
    'The server wants the password in clear text over a connection that is not encrypted; ask its operator to offer TLS.',
  'no-mechanism.refused':
    'The server refused {refused} before it looked at the password, which may be right; check the address, or ask its operator to set the password once more.',
  'mechanism-downgrade':
    'The server offers only {best}, weaker than the {before} this account used before; sign in again with the password if its operator changed that on purpose.',
  'mechanism-downgrade.refused':
    'The server refused {refused} before it looked at the password, which may be right, and what is left is weaker than what this account used before; sign in again if its operator changed that on purpose.',
  'server-not-authenticated':
    'The server could not prove that it knows this account ({mechanism}); check the server address before trying again.',
  'server-not-authenticated.excess':
    'The server sent one message too many while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.extension':
    'The server sent an extension that is not known while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.message':
    'The server sent a message that cannot be read while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.nonce':
    'The server sent a nonce that is not an answer to ours while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.salt':
    'The server sent no salt while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.iterations':
    'The server sent an iteration count outside {least} to {most} while signing in, so the password was not used; check the server address.',
  'server-not-authenticated.plain':
    'The server sent a challenge that PLAIN does not have; check the server address.',

  // Registering (XEP-0077).
  'registration-invalid.taken': 'The name {name} is already taken at {domain}; choose another.',
  'registration-invalid.answers': '{domain} did not accept these answers; check each of them.',
  'registration-invalid.answers-said':
    '{domain} did not accept these answers ("{said}"); check each of them.',
  'registration-invalid.test': '{domain} did not accept the answer to its test; try the new one.',
  'registration-invalid.test-said':
    '{domain} did not accept the answer to its test ("{said}"); try the new one.',
  'registration-refused':
    '{domain} refused the registration ({condition}); try again later, or choose another server.',
  'registration-refused.said':
    '{domain} refused the registration ({condition}) ("{said}"); try again later, or choose another server.',
  'registration-refused.not-offered':
    "{domain} does not offer registration in a client; look for it on the server's website, or choose another server.",
  'registration-refused.for-now':
    '{domain} takes no more registrations for now; try again in a few minutes.',
  'registration-refused.for-now-said':
    '{domain} takes no more registrations for now ("{said}"); try again in a few minutes.',
  'registration-refused.not-allowed':
    '{domain} does not allow this registration; ask its operator, or choose another server.',
  'registration-refused.not-allowed-said':
    '{domain} does not allow this registration ("{said}"); ask its operator, or choose another server.',

  // The contract, and the windows that share a session.
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
  'notice.private':
    'Written by {nick} to you alone, which Parley cannot answer yet: use another client for that.',
  'notice.private-sent': 'Written to {nick} alone, by another client of yours.',
  'notice.attention': 'Asks for attention.',
};
