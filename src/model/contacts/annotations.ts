import { shownAddress } from '../../base/jidEscaping.ts';
import type { Clock } from '../../base/clock.ts';
import type { Jid } from '../../base/jid.ts';
import { SerialQueue } from '../../base/serialQueue.ts';
import { type UserError, userError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import { fetchNote, storeNote } from '../../xmpp/xep/0145-annotations.ts';
import { explain } from '../explain.ts';

export interface AnnotationsDeps {
  readonly clock: Clock;
  /** @throws Failure offline */
  readonly session: (task?: UserError) => Session;
}

/** The user's own notes on people, kept at the server for all clients of the account. */
export class Annotations {
  readonly #deps: AnnotationsDeps;
  /** They are stored as a whole: two changes at once would lose one. */
  readonly #queue = new SerialQueue();

  constructor(deps: AnnotationsDeps) {
    this.#deps = deps;
  }

  /** The note on a bare JID; empty if there is none. @throws Failure */
  load(jid: Jid): Promise<string> {
    const task = userError('task.read-note', { name: shownAddress(jid.bare) });
    return this.#run(task, (session) => fetchNote(session, jid));
  }

  /**
   * Stores the note on a bare JID; a blank one is removed.
   *
   * @param before the note as it was read
   * @returns the note that another client has stored meanwhile, and then nothing is stored
   * @throws Failure
   */
  save(jid: Jid, text: string, before: string): Promise<string | undefined> {
    const task = userError('task.save-note', { name: shownAddress(jid.bare) });
    const time = this.#deps.clock.now();
    return this.#run(task, (session) => storeNote(session, jid, { text, before, time }));
  }

  #run<T>(task: UserError, work: (session: Session) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      try {
        return await work(this.#deps.session(task));
      } catch (error) {
        throw explain(error, task);
      }
    });
  }
}
