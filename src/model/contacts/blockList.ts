import { Emitter } from '../../base/event.ts';
import type { Jid } from '../../base/jid.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { failure, type UserError, userError } from '../../base/userError.ts';
import type { Session } from '../../xmpp/stanza/session.ts';
import {
  block,
  type BlockingChange,
  type BlockingSupport,
  blockingSupport,
  fetchBlockList,
  unblock,
  unblockAll,
} from '../../xmpp/xep/0191-blocking.ts';
import type { Report } from '../../xmpp/xep/0377-reports.ts';
import { explain } from '../explain.ts';

/** Maximum number of messages that a report names. */
export const MAX_REPORTED = 20;

/** Why the user reports an address to the operator of our server. */
export type BlockReport = Pick<Report, 'reason' | 'text' | 'stanzaIds'>;

/** Addresses were blocked or unblocked. */
export interface BlockListChange {
  /** Whether it may concern a JID. */
  readonly concerns: (jid: Jid) => boolean;
  /** Whether any block has ended. */
  readonly isEnd: boolean;
}

export interface BlockListDeps {
  readonly account: Jid;
  /** @throws Failure offline */
  readonly session: () => Session;
}

/** The addresses that our server keeps out (XEP-0191), the same for all our clients. */
export class BlockList {
  readonly #deps: BlockListDeps;
  readonly #blocked = new Map<string, Jid>();
  readonly #changed = new Emitter<BlockListChange>();
  /** What the server offers; `undefined` until it has said so. */
  #support: BlockingSupport | undefined;

  /** Addresses were blocked or unblocked, or the list was fetched. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: BlockListDeps) {
    this.#deps = deps;
  }

  /** What the server offers, as far as known. */
  get support(): BlockingSupport {
    return this.#support ?? { canBlock: false };
  }

  /** In the order of the server, the latest last. */
  values(): readonly Jid[] {
    return [...this.#blocked.values()];
  }

  /** The blocked address that keeps this JID out: itself, or one that it belongs to. */
  find(jid: Jid): Jid | undefined {
    if (this.#blocked.size === 0) return undefined;
    for (const address of addressesOf(jid)) {
      const blocked = this.#blocked.get(address);
      if (blocked) return blocked;
    }
    return undefined;
  }

  /** Fetches the list, once per session: without that, no changes are pushed. @throws StanzaError */
  async fetch(session: Session): Promise<void> {
    this.#support = await blockingSupport(session);
    const listed = this.#support.canBlock ? await fetchBlockList(session) : [];
    const changed = new Set(this.#blocked.keys());
    this.#blocked.clear();
    for (const jid of listed) {
      this.#blocked.set(jid.full, jid);
      // What was blocked before has not changed.
      if (!changed.delete(jid.full)) changed.add(jid.full);
    }
    this.#fire(changed, false);
  }

  /** Applies a push. */
  apply(change: BlockingChange): void {
    const changed = change.kind === 'unblockedAll' ? this.values() : change.jids;
    for (const jid of changed) {
      if (change.kind === 'blocked') this.#blocked.set(jid.full, jid);
      else this.#blocked.delete(jid.full);
    }
    const addresses = new Set(changed.map(({ full }) => full));
    this.#fire(addresses, change.kind !== 'blocked');
  }

  /** Blocks an address, and reports it if the server takes reports. @throws Failure */
  async block(jid: Jid, report?: BlockReport): Promise<void> {
    const { account } = this.#deps;
    const name = shownAddress(jid.full);
    // Neither our other clients nor our server could be reached any more.
    if (jid.bare === account.bare || jid.bare === account.domain) {
      throw failure('blocks-own', { address: name });
    }
    await this.#ask(userError('task.block', { name }), (session, { reports }) => {
      const complete = report && reports && { ...report, version: reports, archive: account };
      return block(session, jid, complete);
    });
    this.apply({ kind: 'blocked', jids: [jid] });
  }

  /** Ends the block of an address of the list. @throws Failure */
  async unblock(jid: Jid): Promise<void> {
    const task = userError('task.unblock', { name: shownAddress(jid.full) });
    await this.#ask(task, (session) => unblock(session, [jid]));
    this.apply({ kind: 'unblocked', jids: [jid] });
  }

  /** Ends all blocks. @throws Failure */
  async unblockAll(): Promise<void> {
    await this.#ask(userError('task.unblock-all'), unblockAll);
    this.apply({ kind: 'unblockedAll' });
  }

  #fire(addresses: ReadonlySet<string>, isEnd: boolean): void {
    const concerns = (jid: Jid) => addressesOf(jid).some((address) => addresses.has(address));
    this.#changed.fire({ concerns, isEnd });
  }

  async #ask(
    task: UserError,
    request: (session: Session, support: BlockingSupport) => Promise<void>,
  ): Promise<void> {
    const session = this.#deps.session();
    try {
      this.#support ??= await blockingSupport(session);
      if (!this.#support.canBlock) {
        throw failure('no-blocking', { domain: this.#deps.account.domain });
      }
      await request(session, this.#support);
    } catch (error) {
      throw explain(error, task);
    }
  }
}

/**
 * The addresses whose block concerns a JID, the closest first (XEP-0191 §6).
 */
function addressesOf({ full, bare, domain, resource }: Jid): readonly string[] {
  return resource === '' ? [bare, domain] : [full, bare, `${domain}/${resource}`, domain];
}
