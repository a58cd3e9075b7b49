import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/lifecycle.ts';

/** A service that said nothing for so long may have lost us (XEP-0410 §3.1). In milliseconds. */
const SILENCE_MS = 15 * 60_000;

interface Service {
  /** The time of its last stanza, on the monotonic clock. */
  heard: number;
  timer: Disposable;
}

/** Notices when the service of a room has been silent for 15 minutes. */
export class Silence implements Disposable {
  readonly #clock: Clock;
  readonly #silent: (domain: string) => boolean;
  readonly #services = new Map<string, Service>();

  /** @param silent called every 15 minutes of silence; returns whether we are in a room of it */
  constructor(clock: Clock, silent: (domain: string) => boolean) {
    this.#clock = clock;
    this.#silent = silent;
  }

  /** We are in a room of this service, from which a stanza has just come. */
  watch(domain: string): void {
    const now = this.#clock.monotonic();
    const known = this.#services.get(domain);
    if (known) known.heard = now;
    else this.#services.set(domain, { heard: now, timer: this.#wait(domain, SILENCE_MS) });
  }

  /** Something came from this service, which may be one without a room of ours. */
  heard(domain: string): void {
    if (this.#services.has(domain)) this.watch(domain);
  }

  dispose(): void {
    for (const { timer } of this.#services.values()) timer.dispose();
    this.#services.clear();
  }

  /** One timer for each service, however many stanzas come. */
  #wait(domain: string, ms: number): Disposable {
    return this.#clock.after(ms, () => {
      const service = this.#services.get(domain);
      if (!service) return;
      const rest = service.heard + SILENCE_MS - this.#clock.monotonic();
      if (rest > 0 || this.#silent(domain)) {
        service.timer = this.#wait(domain, rest > 0 ? rest : SILENCE_MS);
      } else {
        this.#services.delete(domain);
      }
    });
  }
}
