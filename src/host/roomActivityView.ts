import type { RoomActivityView } from '../api/views.ts';
import type { Activity } from '../model/rooms/roomActivity.ts';

type Exit = Extract<RoomActivityView, { readonly kind: 'exited' }>['how'];

const EXITS: Readonly<Record<Extract<Activity, { readonly kind: 'exited' }>['how'], Exit>> = {
  left: 'left',
  lost: 'left',
  destroyed: 'left',
  shutdown: 'disconnected',
  technical: 'disconnected',
  kicked: 'kicked',
  banned: 'banned',
  lostMembership: 'removed',
  membersOnly: 'removed',
};

export function roomActivityView(activity: Activity): RoomActivityView {
  return activity.kind === 'exited' ? { ...activity, how: EXITS[activity.how] } : activity;
}
