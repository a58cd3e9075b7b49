import assert from 'node:assert/strict';
import { Jid } from '../../src/base/jid.ts';
import { type FileOffer, fileOffered, type FileSource } from '../../src/xmpp/files/fileOffer.ts';
import { sendByJingle } from '../../src/xmpp/files/jingleSending.ts';
import { modules } from '../../src/xmpp/modules.ts';
import { JULIET, ROMEO, SessionPair } from './sessionPair.ts';
import { settle } from './settle.ts';

export const juliet = Jid.of(JULIET);
export const romeo = Jid.of(ROMEO);

/** Content that differs at each place. */
export function contentOf(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, n) => (n * 7 + (n >> 8)) % 256));
}

/** A file to send with this content. */
export function sourceOf(content: Buffer, name = 'plan.bin'): FileSource {
  return {
    name,
    size: content.length,
    mediaType: 'application/octet-stream',
    read: (offset, length) => Promise.resolve(content.subarray(offset, offset + length)),
  };
}

/** All that an accepted offer brings. */
export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}

/** Romeo, who sends files by Jingle, and Juliet, to whom they are offered. */
export class JingleScene {
  readonly pair = new SessionPair(modules);
  readonly offers: FileOffer[] = [];
  /** Cancels what Romeo sends. */
  readonly sending = new AbortController();
  /** Cancels what Juliet receives. */
  readonly receiving = new AbortController();
  readonly progress: number[] = [];

  constructor() {
    this.pair.juliet.on(fileOffered, (offer) => this.offers.push(offer));
  }

  /** Romeo sends a file; it fails late enough for a test to look at it. */
  send(file: FileSource): Promise<void> {
    const sent = sendByJingle(this.pair.romeo)(juliet, file, {
      signal: this.sending.signal,
      onProgress: (bytes) => this.progress.push(bytes),
    });
    sent.catch(() => undefined);
    return sent;
  }

  /** Romeo offers a file. Result: what Juliet has of it, and the end of sending. */
  async offer(file: FileSource): Promise<{ offer: FileOffer; sent: Promise<void> }> {
    const noted = this.offers.length;
    const sent = this.send(file);
    await this.quiet();
    const offer = this.offers[noted];
    assert.ok(offer, 'nothing was offered');
    return { offer, sent };
  }

  accept(offer: FileOffer): AsyncIterable<Uint8Array> {
    return offer.accept(this.receiving.signal);
  }

  /** What was sent by one of both and fits, as text, in order. */
  by(who: 'romeo' | 'juliet', fits: RegExp): readonly string[] {
    const from = { romeo: ROMEO, juliet: JULIET }[who];
    return this.pair.log.flatMap((stanza) => {
      const text = stanza.attrs['from'] === from ? stanza.toString() : '';
      return fits.test(text) ? [text] : [];
    });
  }

  /** Lets everything happen that waits for no time to pass. */
  async quiet(): Promise<void> {
    for (let seen = -1; seen !== this.pair.log.length;) {
      seen = this.pair.log.length;
      for (let turn = 0; turn < 20; turn++) await settle();
    }
  }

  /** Lets time pass for both, and everything happen. */
  async advance(ms: number): Promise<void> {
    await this.quiet();
    this.pair.romeo.clock.advance(ms);
    this.pair.juliet.clock.advance(ms);
    await this.quiet();
  }
}
