// XEP-0492: Chat Notification Settings, version 0.2.0
// https://xmpp.org/extensions/xep-0492.html
import type { Module } from '../stanza/session.ts';
import { type Element, xml } from '../stanza/xml.ts';

const NS = 'urn:xmpp:notification-settings:1';
const LEVELS = ['always', 'on-mention', 'never'] as const;
const CATEGORY = 'identity-category';
const TYPE = 'identity-type';
/** Our identity in service discovery (XEP-0030). */
const OWN = { [CATEGORY]: 'client', [TYPE]: 'pc' };
/** To whom a setting applies: the identities of §2.2, the most specific first. */
const SCOPES = [OWN, { [CATEGORY]: OWN[CATEGORY] }, {}];

/** Which messages of a chat notify the user. */
export type NotificationLevel = (typeof LEVELS)[number];

/**
 * Parses the level for clients like ours, by the most specific setting (§3).
 *
 * @param parent of `<notify/>`, such as the `<extensions/>` of a bookmark (XEP-0402)
 * @returns `undefined` if there is none: then it depends on the kind of chat (§3)
 */
export function parseLevel(parent: Element): NotificationLevel | undefined {
  const notify = parent.getChild('notify', NS);
  return notify && levelOf(ownSetting(notify));
}

/**
 * Sets the level for clients like ours: for all clients, unless there is a setting for ours in
 * particular. Settings of others and all `<advanced/>` ones are kept (§3).
 */
export function setLevel(parent: Element, level: NotificationLevel): void {
  let notify = parent.getChild('notify', NS);
  if (!notify) {
    notify = xml('notify', { xmlns: NS });
    parent.append(notify);
  }
  const current = ownSetting(notify);
  if (levelOf(current) === level) return;
  // One for all clients of our category also applies to others, such as telephones.
  const isShared = current?.attrs[CATEGORY] !== undefined && current.attrs[TYPE] === undefined;
  const replaced = isShared ? undefined : current;
  const attrs = isShared ? OWN : { ...replaced?.attrs };
  const setting = xml(level, attrs, replaced?.children);
  setting.parent = notify;
  const others = notify.children.filter(
    (child) => child !== replaced && !isOverridden(child, setting),
  );
  notify.children = [setting, ...others];
  if (!settingsOf(notify).some((other) => applies(other, {}))) notify.append(xml(level));
}

/** Not announced: it is a part of what clients store for themselves. */
export const notificationSettingsModule: Module = { xep: 'XEP-0492', features: [] };

function ownSetting(notify: Element): Element | undefined {
  const settings = settingsOf(notify);
  for (const scope of SCOPES) {
    const found = settings.find((setting) => applies(setting, scope));
    if (found) return found;
  }
  return undefined;
}

function settingsOf(notify: Element): readonly Element[] {
  return notify.getChildElements().filter((child) => levelOf(child) !== undefined);
}

function levelOf(setting: Element | undefined): NotificationLevel | undefined {
  if (setting?.getNS() !== NS) return undefined;
  return LEVELS.find((level) => level === setting.getName());
}

function applies({ attrs }: Element, scope: Readonly<Record<string, string | undefined>>): boolean {
  return attrs[CATEGORY] === scope[CATEGORY] && attrs[TYPE] === scope[TYPE];
}

/** Whether it says something else for the same identity, and has no `<advanced/>`. */
function isOverridden(child: Element | string, { attrs }: Element): boolean {
  if (typeof child === 'string' || levelOf(child) === undefined) return false;
  return applies(child, attrs) && child.getChildElements().length === 0;
}
