// XEP-0045: Multi-User Chat, version 1.35.5: common settings in a configuration form (§16.5.3)
// https://xmpp.org/extensions/xep-0045.html
import type { Form, FormValues } from './0004-dataForms.ts';

/** Settings of a room that services have, under names of their own. Absent ones are not changed. */
export interface RoomSettings {
  readonly name?: string;
  readonly description?: string;
  /** Needed to enter; empty for none. */
  readonly password?: string;
  /** Whether the room stays when the last occupant leaves. */
  readonly isPersistent?: boolean;
  /** Whether it is in the service's list of rooms. */
  readonly isListed?: boolean;
  /** Whether others than its occupants see who is in it. */
  readonly isOccupancyPublic?: boolean;
  /** Whether only members may enter. */
  readonly isMembersOnly?: boolean;
  /** Whether visitors need to be given voice. */
  readonly isModerated?: boolean;
  /** Whether all occupants see each other's real JIDs, or moderators only. */
  readonly showsAddresses?: boolean;
  /** Whether its messages are kept for members (XEP-0313). */
  readonly isArchived?: boolean;
  /** Whether its messages are published on a web page. */
  readonly isLogged?: boolean;
  /** Whether members may invite others. */
  readonly letsMembersInvite?: boolean;
}

/** A closed group of people who know each other. */
export const PRIVATE_GROUP: RoomSettings = {
  isPersistent: true,
  isListed: false,
  isOccupancyPublic: false,
  isMembersOnly: true,
  isModerated: false,
  showsAddresses: true,
  isArchived: true,
  isLogged: false,
  letsMembersInvite: false,
};

/** A room that anyone finds and enters, without showing them who the others are. */
export const PUBLIC_ROOM: RoomSettings = {
  password: '',
  isPersistent: true,
  isListed: true,
  isMembersOnly: false,
  showsAddresses: false,
  isArchived: true,
};

/**
 * The fields of each setting. Without the prefix `muc#roomconfig_`, or with a namespace, they are
 * those of ejabberd and Prosody.
 */
const FIELDS: Readonly<Record<keyof RoomSettings, readonly string[]>> = {
  name: ['muc#roomconfig_roomname'],
  description: ['muc#roomconfig_roomdesc'],
  password: ['muc#roomconfig_roomsecret'],
  isPersistent: ['muc#roomconfig_persistentroom'],
  isListed: ['muc#roomconfig_publicroom'],
  isOccupancyPublic: ['public_list'],
  isMembersOnly: ['muc#roomconfig_membersonly'],
  isModerated: ['muc#roomconfig_moderatedroom'],
  showsAddresses: ['muc#roomconfig_whois'],
  isArchived: ['muc#roomconfig_enablearchiving', 'mam', 'muc#roomconfig_mam'],
  isLogged: ['muc#roomconfig_enablelogging'],
  letsMembersInvite: [
    'muc#roomconfig_allowinvites',
    '{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites',
  ],
};
/** Whether there is a password, which Prosody does not ask. */
const IS_PROTECTED = 'muc#roomconfig_passwordprotectedroom';

/**
 * The values that apply settings to a form, by the names that the form has; see
 * {@link completeForm}. A setting is left out if the form has no field, or no such option, for it.
 */
export function valuesOfSettings(form: Form, settings: RoomSettings): FormValues {
  const wanted = Object.entries(settings) as [keyof RoomSettings, string | boolean][];
  const values = wanted.flatMap(([setting, value]) =>
    FIELDS[setting].map((field) => [field, textOf(setting, value)] as const),
  );
  if (settings.password !== undefined) values.push([IS_PROTECTED, bit(settings.password !== '')]);
  return Object.fromEntries(
    values
      .filter(([name, value]) => takes(form, name, value))
      .map(([name, value]) => [name, [value]]),
  );
}

function textOf(setting: keyof RoomSettings, value: string | boolean): string {
  if (typeof value === 'string') return value;
  if (setting === 'showsAddresses') return value ? 'anyone' : 'moderators';
  return bit(value);
}

function bit(value: boolean): string {
  return value ? '1' : '0';
}

function takes({ fields }: Form, name: string, value: string): boolean {
  const field = fields.find((candidate) => candidate.name === name);
  if (!field || field.type === 'fixed') return false;
  return field.options.length === 0 || field.options.some((option) => option.value === value);
}
