import type { OccupantView, RoomAffiliation, RoomRole } from '../../../src/api/views.ts';
import { makeVisible } from '../../../src/api/visible.ts';
import { t } from '../../../src/base/l10n.ts';
import { shownAddress } from '../../../src/base/shownAddress.ts';
import { renderAvatar } from '../avatar.ts';
import { el } from '../dom.ts';
import { presenceLabel, renderBlocked, renderPresence } from '../presence.ts';

const ROLES: Readonly<Partial<Record<RoomRole, () => string>>> = {
  moderator: () => t('moderator'),
  visitor: () => t('visitor'),
};
const AFFILIATIONS: Readonly<Partial<Record<RoomAffiliation, () => string>>> = {
  owner: () => t('owner'),
  admin: () => t('admin'),
  member: () => t('member'),
};
/** Maximum number of hats shown; more are in the tooltip. */
const MAX_HATS = 2;

/** What is said of an occupant beside their nick: role and affiliation, then hats. */
function factsOf(occupant: OccupantView): readonly string[] {
  const { role, affiliation, blockedBy, ignored, isOwn, hats } = occupant;
  const isBlocked = blockedBy === undefined ? undefined : t('blocked');
  const isIgnored = ignored === undefined ? undefined : t('ignored');
  const standing = isOwn ? [t('you')] : [isBlocked, isIgnored];
  const facts = [...standing, AFFILIATIONS[affiliation]?.(), ROLES[role]?.()];
  return [...facts.filter((fact) => fact !== undefined), ...hats.map(makeVisible)];
}

/**
 * The row of an occupant in the list of a room.
 *
 * @param picture the avatar, as its address within the page
 */
export function renderOccupant(occupant: OccupantView, picture?: string): HTMLElement {
  const nick = makeVisible(occupant.id);
  const facts = factsOf(occupant);
  const shownFacts = facts.slice(0, facts.length - Math.max(0, occupant.hats.length - MAX_HATS));
  const address = occupant.jid === undefined ? '' : makeVisible(shownAddress(occupant.jid));
  // What is shown comes first, as it is named by voice.
  const label = [nick, ...facts, address, presenceLabel(occupant.show)].filter(Boolean);
  const dot = occupant.blockedBy === undefined ? renderPresence(occupant.show) : renderBlocked();
  dot.setAttribute('aria-hidden', 'true');
  return el(
    'div',
    'occupant',
    { role: 'option', title: label.join('\n'), 'aria-label': label.join(', ') },
    dot,
    renderAvatar(nick, occupant.sender ?? nick, picture),
    el('bdi', 'occupant-nick', {}, nick),
    ' ',
    el('span', 'occupant-facts', { dir: 'auto' }, shownFacts.join(' · ')),
  );
}

/** The row of an occupant who is not known yet. */
export function renderUnknownOccupant(): HTMLElement {
  const line = el('span', 'skeleton-line skeleton-middle');
  return el('div', 'occupant', { role: 'option', 'aria-label': t('Loading') }, line);
}
