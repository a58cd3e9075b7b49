import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../interop/peer.mjs';
import type { Editor } from './editor.ts';
import { isFailure, keptOf } from './kept.ts';
import { compare, inWords, sum, type Verdict } from './ledger.ts';
import { readRoomArchive } from './peerArchive.ts';
import type { WindowProcess } from './windowProcess.ts';

const POLL_MS = 500;
/** How long nothing more may come, once all is there, before it is judged. */
const QUIET_MS = 700;

/** What one window was given to send: whether the product has taken it, or ended before it could say. */
type Written = Map<string, 'taken' | 'doubtful'>;

/**
 * Numbers what several editors and an independent client write in one room, and holds the editors to
 * the room's archive, as that client reads it: each has all of it, once and in its order, and nothing
 * is missing there that the product has taken.
 */
export class RoomLedger {
  readonly #name: string;
  readonly #room: string;
  readonly #editors: readonly Editor[];
  readonly #peer: Peer;
  readonly #written = new Map<WindowProcess, Written>();
  #count = 0;
  #last = '';

  constructor(name: string, room: string, editors: readonly Editor[], peer: Peer) {
    this.#name = name;
    this.#room = room;
    this.#editors = editors;
    this.#peer = peer;
  }

  /** How many messages were written. */
  get size(): number {
    return this.#count;
  }

  /** The message that was written last. */
  get last(): string {
    return this.#last;
  }

  /** The peer writes the next message; what it loses itself, such as while the server is down, is no matter. */
  async say(): Promise<void> {
    await this.#peer.send({ to: this.#room, type: 'groupchat', body: this.#next('peer') });
  }

  /** A user writes the next message. */
  async write(window: WindowProcess): Promise<void> {
    const { account } = this.#editorOf(window);
    const written: Written = this.#written.get(window) ?? new Map<string, 'doubtful'>();
    this.#written.set(window, written);
    const body = this.#next(account);
    written.set(body, 'doubtful');
    try {
      await window.request('sendMessage', { account, chat: this.#room, body });
      written.set(body, 'taken');
    } catch (error) {
      // The user sees it, and decides.
      if (!window.hasEnded && !isFailure(error, 'session-moved')) throw error;
    }
  }

  /** Does what makes the server fail and come back: the archive tells what counts in any case. */
  async outage(work: () => Promise<void>): Promise<void> {
    await work();
  }

  /**
   * Settles, prints the figures and holds all editors to them, each of which has a window opened for it
   * unless one is open. @throws AssertionError
   */
  async judge(what: string, _window?: WindowProcess, timeoutMs = 120_000): Promise<void> {
    const begun = performance.now();
    while (performance.now() - begun < timeoutMs) {
      const asked = performance.now();
      const { lost, disorder } = await this.#compare();
      if (lost.length + disorder.length === 0) break;
      // A server that takes long to give its archive has others to give it to.
      await delay(Math.max(POLL_MS, performance.now() - asked));
    }
    const took = ((performance.now() - begun) / 1000).toFixed(1);
    await delay(QUIET_MS);
    const verdict = await this.#compare();
    console.log(`      ${what}: ${inWords(verdict)}, in step after ${took} s`);
    const { lost, twice, disorder } = verdict;
    assert.deepEqual({ lost, twice, disorder }, { lost: [], twice: [], disorder: [] }, what);
  }

  async #compare(): Promise<Verdict> {
    const archive = (await readRoomArchive(this.#peer, this.#room)).filter((body) =>
      body.startsWith(`${this.#name} `),
    );
    const kept = await Promise.all(
      this.#editors.map((editor) => this.#compareKept(editor, archive)),
    );
    const sent = [...this.#written.values()].map((written) => {
      const taken = [...written].flatMap(([body, state]) => (state === 'taken' ? [body] : []));
      return {
        ...compare(
          taken,
          archive.filter((body) => taken.includes(body)),
        ),
        of: 0,
      };
    });
    // The same messages: they count once.
    const doubled = { ...compare(archive, archive), lost: [], disorder: [] };
    return sum([doubled, ...kept.map((verdict) => ({ ...verdict, of: 0 })), ...sent]);
  }

  /** What an editor has, beside what the archive has; whose it takes a message for belongs to that. */
  async #compareKept(editor: Editor, archive: readonly string[]): Promise<Verdict> {
    const { account } = editor;
    const own = `${this.#name} ${account} `;
    const mark = (body: string, outgoing: boolean) =>
      `${account} has ${outgoing ? 'own ' : ''}${body}`;
    const rows = await keptOf(await editor.someWindow(), { account, chat: this.#room }, this.#name);
    return compare(
      archive.map((body) => mark(body, body.startsWith(own))),
      rows.map(({ body, outgoing }) => mark(body, outgoing)),
    );
  }

  #next(writer: string): string {
    this.#count += 1;
    return (this.#last = `${this.#name} ${writer} ${this.#count}`);
  }

  #editorOf(window: WindowProcess): Editor {
    const editor = this.#editors.find(({ windows }) => windows.includes(window));
    assert.ok(editor, 'the window is of no editor');
    return editor;
  }
}
