import { randomInt, randomUUID } from 'node:crypto';
import { Jid } from '../../base/jid.ts';
import type { Session } from '../stanza/session.ts';
import { StanzaError } from '../stanza/stanzaError.ts';
import type { Element } from '../stanza/xml.ts';
import { transferErrorOf, unreachable } from '../transferError.ts';
import { activateProxy, findProxies, streamAddress } from '../xep/0065-socks5.ts';
import { badRequest, buildContent, type ContentId, jingleError } from '../xep/0166-requests.ts';
import type { JingleSession } from '../xep/0166-session.ts';
import {
  buildActivated,
  buildCandidate,
  buildChoice,
  buildProxyError,
  buildSocks5,
  type Candidate,
  type Choice,
  NS_JINGLE_SOCKS5,
  parseSocks5,
  type Socks5Parameters,
} from '../xep/0260-jingleSocks5.ts';
import type { ByteStream } from '../byteStream.ts';
import { deferred } from './deferred.ts';
import { listenDirectly } from './directHosts.ts';
import type { JingleTransport } from './jingleTransport.ts';
import { connectStreamHost, isStreamAddress } from './socks5Client.ts';
import type { Socks5Listener } from './socks5Listener.ts';
import { Socks5Stream } from './socks5Stream.ts';
import { within } from './within.ts';

/** Maximum number of the peer's candidates that are tried. */
const MAX_TRIED = 5;
/** Time between the beginnings of two attempts, and for each of them, in ms (§4). */
const STAGGER_MS = 200;
const ATTEMPT_MS = 5_000;
/** How long the peer may take to choose, or to activate its proxy, in ms. */
const PEER_MS = 20_000;
/** The parts of the type in the priority of a candidate (§2.2). */
const PRIORITIES = { direct: 126 * 65_536, proxy: 10 * 65_536 } as const;

interface Connection {
  readonly candidate: Candidate;
  readonly stream: ByteStream;
}

/** An address to offer. */
type Host = Pick<Candidate, 'host' | 'port' | 'jid'> & { readonly type: keyof typeof PRIORITIES };

/**
 * A stream over SOCKS5 (XEP-0260): each side offers the proxies of its server, and addresses of its
 * own if the user allows that, tells which of the other's it has reached, and the best one that was
 * reached is used.
 */
export class Socks5Transport implements JingleTransport {
  readonly xmlns = NS_JINGLE_SOCKS5;
  readonly #session: Session;
  readonly #jingle: JingleSession;
  readonly #id: ContentId;
  readonly #sid: string;
  readonly #end = new AbortController();
  readonly #peerChoice = deferred<Choice>();
  /** The peer has activated its proxy that we have chosen. */
  readonly #activated = deferred<undefined>();
  #ours: readonly Candidate[] = [];
  #theirs: Pick<Socks5Parameters, 'candidates' | 'dstaddr'>;
  #chosenByPeer: Choice | undefined;
  #chosen: Candidate | undefined;
  #description: Promise<Element> | undefined;
  #listener: Socks5Listener | undefined;

  /** @param offered what the peer offers; ours to offer when absent */
  constructor(session: Session, jingle: JingleSession, id: ContentId, offered?: Socks5Parameters) {
    this.#session = session;
    this.#jingle = jingle;
    this.#id = id;
    this.#sid = offered?.sid ?? randomUUID();
    this.#theirs = offered ?? { candidates: [], dstaddr: undefined };
  }

  describe(): Promise<Element> {
    this.#description ??= this.#describe();
    return this.#description;
  }

  agree(transport: Element): void {
    this.#theirs = this.#parse(transport);
  }

  inform(transport: Element): void {
    const { candidates, choice, activated, proxyFailed } = this.#parse(transport);
    if (candidates.length > 0) {
      const all = [...this.#theirs.candidates, ...candidates].slice(0, 4 * MAX_TRIED);
      this.#theirs = { ...this.#theirs, candidates: all };
    }
    if (choice) this.#takeChoice(choice);
    if (activated !== undefined) {
      if (activated !== this.#chosen?.cid) throw badRequest();
      this.#activated.resolve(undefined);
    }
    if (proxyFailed) {
      this.#activated.reject(unreachable());
      this.#end.abort();
    }
  }

  async connect(): Promise<ByteStream> {
    const { clock } = this.#session;
    let reached: Connection | undefined;
    try {
      reached = await this.#reach();
      this.#chosen = reached?.candidate;
      await this.#tell(buildChoice(reached ? { used: reached.candidate.cid } : 'error'));
      const choice = await within(clock, PEER_MS, this.#peerChoice.promise, unreachable);
      const nominated = this.#nominate(reached?.candidate, choice);
      if (!nominated) throw unreachable();
      if (nominated !== reached?.candidate) return await this.#useOwn(nominated);
      if (nominated.type === 'proxy') {
        await within(clock, PEER_MS, this.#activated.promise, unreachable);
      }
      const { stream } = reached;
      reached = undefined;
      return stream;
    } catch (error) {
      throw error instanceof StanzaError ? unreachable() : error;
    } finally {
      reached?.stream.destroy();
      this.#listener?.dispose();
    }
  }

  destroy(): void {
    this.#end.abort();
    this.#listener?.dispose();
    this.#peerChoice.reject(unreachable());
    this.#activated.reject(unreachable());
  }

  async #describe(): Promise<Element> {
    const own = this.#own();
    const address = this.#addressOf(own, this.#jingle.peer);
    const [listener, proxies] = await Promise.all([
      listenDirectly(this.#session, address),
      findProxies(this.#session).catch(() => []),
    ]);
    this.#listener = listener;
    if (this.#end.signal.aborted) listener?.dispose();
    const hosts: Host[] = [
      ...(listener?.addresses ?? []).map((at) => ({ ...at, jid: own, type: 'direct' as const })),
      ...proxies.flatMap(({ jid, host, port }) => {
        const parsed = Jid.parse(jid);
        return parsed ? [{ host, port, jid: parsed, type: 'proxy' as const }] : [];
      }),
    ];
    const { candidates } = this.#theirs;
    const taken = new Set(candidates.map(({ host, port }) => `${host} ${port}`));
    const used = new Set(candidates.map(({ priority }) => priority));
    // By chance, as the peer may not know of ours, and ties are broken in two ways by clients.
    let preference = randomInt(1000, 65_536);
    this.#ours = hosts
      .filter(({ host, port }) => !taken.has(`${host} ${port}`))
      .map((host) => {
        do preference -= 1;
        while (used.has(PRIORITIES[host.type] + preference));
        return { cid: randomUUID(), ...host, priority: PRIORITIES[host.type] + preference };
      });
    const dstaddr = this.#ours.length > 0 ? address : undefined;
    return buildSocks5(this.#sid, dstaddr, this.#ours.map(buildCandidate));
  }

  /** Connects to the best of the peer's candidates that works, in time. */
  async #reach(): Promise<Connection | undefined> {
    const { clock } = this.#session;
    const { dstaddr, candidates } = this.#theirs;
    const address = dstaddr ?? this.#addressOf(this.#jingle.peer, this.#own());
    const best = [...candidates].sort((a, b) => b.priority - a.priority).slice(0, MAX_TRIED);
    const others = new AbortController();
    const attempts = best.map(async (candidate, index) => {
      if (index > 0) await new Promise<void>((go) => clock.after(index * STAGGER_MS, go));
      if (this.#isOutbid(candidate)) throw unreachable();
      const stream = await this.#connectTo(candidate, address, others.signal);
      if (!others.signal.aborted) return { candidate, stream };
      stream.destroy();
      throw unreachable();
    });
    const first = await Promise.any(attempts).catch(() => undefined);
    others.abort();
    return first;
  }

  async #connectTo(
    { host, port, jid }: Candidate,
    address: string,
    others?: AbortSignal,
  ): Promise<ByteStream> {
    const { domain } = this.#session.account;
    const isAllowed = (ip: string) => isStreamAddress(ip, domain);
    const signals = [
      this.#end.signal,
      AbortSignal.timeout(ATTEMPT_MS),
      ...(others ? [others] : []),
    ];
    const signal = AbortSignal.any(signals);
    const streamHost = { jid: jid.full, host, port };
    return new Socks5Stream(await connectStreamHost(streamHost, address, isAllowed, signal));
  }

  /** What the peer has reached is ours to make a stream of (§2.4). */
  async #useOwn(candidate: Candidate): Promise<ByteStream> {
    const { peer } = this.#jingle;
    if (this.#listener && candidate.type === 'direct') {
      const { clock } = this.#session;
      return new Socks5Stream(await within(clock, ATTEMPT_MS, this.#listener.take(), unreachable));
    }
    let stream: ByteStream | undefined;
    try {
      stream = await this.#connectTo(candidate, this.#addressOf(this.#own(), peer));
      const { jid, host, port } = candidate;
      await activateProxy(this.#session, { jid: jid.full, host, port }, this.#sid, peer);
    } catch {
      stream?.destroy();
      await this.#tell(buildProxyError());
      throw unreachable();
    }
    await this.#tell(buildActivated(candidate.cid));
    return stream;
  }

  /** The candidate to use: the better one of those that were reached (§2.4). */
  #nominate(reached: Candidate | undefined, choice: Choice): Candidate | undefined {
    const cid = choice === 'error' ? undefined : choice.used;
    const theirs = this.#ours.find((candidate) => candidate.cid === cid);
    if (!reached || !theirs) return reached ?? theirs;
    if (reached.priority !== theirs.priority) {
      return reached.priority > theirs.priority ? reached : theirs;
    }
    return this.#jingle.role === 'initiator' ? reached : theirs;
  }

  #takeChoice(choice: Choice): void {
    if (this.#chosenByPeer) throw jingleError('out-of-order');
    if (choice !== 'error' && !this.#ours.some(({ cid }) => cid === choice.used)) {
      throw badRequest();
    }
    this.#chosenByPeer = choice;
    this.#peerChoice.resolve(choice);
  }

  /** Whether the peer has reached one that is better than this. */
  #isOutbid({ priority }: Candidate): boolean {
    const choice = this.#chosenByPeer;
    const cid = choice === undefined || choice === 'error' ? undefined : choice.used;
    return this.#ours.some((candidate) => candidate.cid === cid && candidate.priority > priority);
  }

  #tell(child: Element): Promise<void> {
    const transport = buildSocks5(this.#sid, undefined, [child]);
    return this.#jingle.send('transport-info', buildContent({ ...this.#id, transport }));
  }

  #parse(transport: Element): Socks5Parameters {
    const parameters = parseSocks5(transport);
    if (parameters.sid !== this.#sid) throw badRequest();
    return parameters;
  }

  #addressOf(requester: Jid, target: Jid): string {
    return streamAddress(this.#sid, requester, target);
  }

  /** @throws TransferError `offline` */
  #own(): Jid {
    const { jid } = this.#session;
    if (!jid) throw transferErrorOf(new StanzaError('not-connected'));
    return jid;
  }
}
