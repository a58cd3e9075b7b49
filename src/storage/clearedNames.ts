import { namesOfCopies, ownName } from '../model/copies.ts';
import { type Addition, ANYBODY } from '../model/history.ts';

/** The names of messages that the user cleared, by which copies of them are known. */
export class ClearedNames {
  /** By sender. */
  readonly #names = new Map<string, Set<string>>();

  /** @param identities of all messages, by sender; @param removed the ids of those cleared */
  keep(
    identities: ReadonlyMap<string, ReadonlyMap<string, string>>,
    removed: ReadonlySet<string>,
  ): void {
    for (const [sender, names] of identities) {
      for (const [name, id] of names) if (removed.has(id)) this.#keep(sender, name);
    }
    for (const id of removed) this.#keep(ANYBODY, ownName(id));
  }

  /** Whether an addition is a copy of one of them. */
  has(addition: Addition): boolean {
    if (this.#names.size === 0) return false;
    for (const [sender, name] of namesOfCopies(addition)) {
      if (this.#names.get(sender)?.has(name) === true) return true;
    }
    return false;
  }

  #keep(sender: string, name: string): void {
    const known = this.#names.get(sender);
    if (known) known.add(name);
    else this.#names.set(sender, new Set([name]));
  }
}
