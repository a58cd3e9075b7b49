/** What every History does: one suite for all of them. */
import type { History } from '../../src/model/history.ts';
import { describeArchive } from './historyContract/archive.ts';
import { describeForgetting } from './historyContract/forgetting.ts';
import { describeIdentities } from './historyContract/identities.ts';
import { describeMessages } from './historyContract/messages.ts';
import { describeOutbox } from './historyContract/outbox.ts';
import { describeReading } from './historyContract/reading.ts';
import { describeRooms } from './historyContract/rooms.ts';
import { describeSearch } from './historyContract/search.ts';
import { eachTested } from './historyContract/tested.ts';

/** @param make a history without anything in it. */
export function describeHistory(make: () => Promise<History> | History): void {
  const tested = eachTested(make);
  describeMessages(tested);
  describeArchive(tested);
  describeIdentities(tested);
  describeOutbox(tested);
  describeReading(tested);
  describeForgetting(tested);
  describeSearch(tested);
  describeRooms(tested);
}
