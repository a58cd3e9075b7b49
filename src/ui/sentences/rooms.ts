import type { Sentences } from './sentences.ts';

/** Rooms. */
export const ROOMS = {
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
  'room-captcha':
    '{room} lets you in once you have shown that you are a person: answer its question.',
  'room-captcha.none': '{room} waits for no answer any more: join it again.',
  'room-captcha.wrong':
    '{room} did not accept your answer, or it came too late: join again for another question.',
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
  'room-registration.not-offered':
    '{room} takes no requests for membership from you: ask its owner to invite you.',
  'room-registration.invalid': '{room} did not accept these answers: check each of them.',
  'room-registration.waiting':
    '{room} has your request for membership: join it once its admins have approved that.',
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
  'room-destroyed.own': 'You closed {room}, for everybody.',
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
  'nobody-ignored':
    'You ignore nobody in this room: choose "Ignore Occupant…" of somebody in its list of occupants.',
  'author-unknown':
    'Who wrote this message is not known for certain: ignore them in the list of occupants.',
  'no-occupant':
    'Nobody fits who is in this room: you may lack the right, or they have left; look at its occupants.',
  'occupant-gone':
    'Nobody in the room is called {nick} now: wait until they are back, or write to the room.',
  'occupant-other':
    'Whoever is called {nick} now may be somebody else: look who it is, and choose “Write Anyway”.',
  'occupant-outside':
    'You are not in {room}, where {nick} can be reached: join it, then try again.',
  'no-invitation.at-all': 'Nobody invites you to a room: there is no invitation to answer.',
  'no-approval': 'This request was answered meanwhile, or who asked has left: leave it as it is.',
  'no-approval.at-all':
    'Nobody asks for voice or membership in your rooms: there is nothing to answer.',
  'some-not-moderated':
    '{why} {failed} of {count} messages were not taken back: remove them one by one in the chat.',
  'invitation-void':
    'The room {room} does not exist any longer: ask for a new invitation, or ignore this one.',
} satisfies Sentences;
