import type { CommandHandler } from '../command.ts';
import { approveInRoom, denyInRoom } from './approvals.ts';
import { configureRoom } from './configureRoom.ts';
import {
  changeNick,
  copyRoomLink,
  hideRoomActivity,
  renameRoom,
  requestVoice,
  roomNotifications,
  setSubject,
  showRoomActivity,
} from './editRoom.ts';
import { ignoredOccupants, ignoreOccupant, stopIgnoringOccupant } from './ignoring.ts';
import { acceptInvitation, declineInvitation, ignoreInvitation } from './invitations.ts';
import { inviteToRoom } from './inviteToRoom.ts';
import { joinRoom, rejoinRoom } from './joinRoom.ts';
import { destroyRoom, forgetRoom, leaveRoom } from './leaveRoom.ts';
import {
  addOccupant,
  banOccupant,
  changeAffiliation,
  grantModerator,
  grantVoice,
  kickOccupant,
  privateMessage,
  revokeModerator,
  revokeVoice,
} from './occupants.ts';
import { registerInRoom } from './registerInRoom.ts';
import { roomDetails } from './roomDetails.ts';
import { roomMembers } from './roomMembers.ts';

/** The commands about rooms. */
export const roomCommands: Readonly<Record<string, CommandHandler>> = {
  'parley.joinRoom': joinRoom,
  'parley.rejoinRoom': rejoinRoom,
  'parley.leaveRoom': leaveRoom,
  'parley.forgetRoom': forgetRoom,
  'parley.destroyRoom': destroyRoom,
  'parley.changeNick': changeNick,
  'parley.setSubject': setSubject,
  'parley.inviteToRoom': inviteToRoom,
  'parley.renameRoom': renameRoom,
  'parley.roomNotifications': roomNotifications,
  'parley.showRoomActivity': showRoomActivity,
  'parley.hideRoomActivity': hideRoomActivity,
  'parley.ignoredOccupants': ignoredOccupants,
  'parley.ignoreOccupant': ignoreOccupant,
  'parley.stopIgnoringOccupant': stopIgnoringOccupant,
  'parley.copyRoomLink': copyRoomLink,
  'parley.roomDetails': roomDetails,
  'parley.configureRoom': configureRoom,
  'parley.roomMembers': roomMembers,
  'parley.requestVoice': requestVoice,
  'parley.registerInRoom': registerInRoom,
  'parley.approveInRoom': approveInRoom,
  'parley.denyInRoom': denyInRoom,
  'parley.acceptInvitation': acceptInvitation,
  'parley.declineInvitation': declineInvitation,
  'parley.ignoreInvitation': ignoreInvitation,
  'parley.kickOccupant': kickOccupant,
  'parley.banOccupant': banOccupant,
  'parley.grantVoice': grantVoice,
  'parley.revokeVoice': revokeVoice,
  'parley.grantModerator': grantModerator,
  'parley.revokeModerator': revokeModerator,
  'parley.changeAffiliation': changeAffiliation,
  'parley.addOccupant': addOccupant,
  'parley.privateMessage': privateMessage,
};
