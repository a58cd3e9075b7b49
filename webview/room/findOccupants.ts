import type { Api } from '../../src/api/channel.ts';
import type { OfChat } from '../../src/api/requests.ts';
import type { OccupantView } from '../../src/api/views.ts';
import { foldCase } from '../../src/base/fold.ts';

/** The number of occupants to choose from. */
const MAX_FOUND = 200;

/** The first occupants whose nick contains a text, as they are now, and how many there are. */
export interface Found {
  readonly occupants: readonly OccupantView[];
  readonly total: number;
}

/** @returns none if the host does not know */
export function findOccupants(api: Api, of: OfChat, filter: string): Promise<Found> {
  return new Promise((resolve) => {
    const params = { ...of, filter, offset: 0, limit: MAX_FOUND };
    const watch = api.watch('occupants', params, (change) => {
      if (change.kind !== 'snapshot' && change.kind !== 'unavailable') return;
      watch.dispose();
      const [view] = change.kind === 'snapshot' ? change.items : [];
      resolve({ occupants: view?.occupants ?? [], total: view?.total ?? 0 });
    });
  });
}

/** A nick that a text begins with, and what follows it. */
export interface NamedNick {
  readonly nick: string;
  readonly rest: string;
}

/** The occupant whose nick a text begins with, the longest that fits, and what follows it. */
export function nickAtStart(
  typed: string,
  occupants: readonly OccupantView[],
): NamedNick | undefined {
  // As nicks are (RFC 7622 §3.4).
  const text = typed.normalize('NFC');
  const [nick] = occupants
    .map(({ id }) => id)
    .filter((id) => foldCase(text.slice(0, id.length)) === foldCase(id))
    .filter((id) => /^(?:$|[\s:,])/u.test(text.slice(id.length)))
    .sort((a, b) => b.length - a.length);
  return nick === undefined
    ? undefined
    : { nick, rest: text.slice(nick.length).replace(/^[:,]/u, '').trim() };
}
