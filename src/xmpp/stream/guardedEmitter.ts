import { Emitter } from '../../base/event.ts';
import { describeError, type Log } from '../../base/log.ts';

/** An emitter that logs the failures of listeners: they must not affect the stream. */
export class GuardedEmitter<T> extends Emitter<T> {
  readonly #log: () => Log;

  constructor(log: () => Log) {
    super();
    this.#log = log;
  }

  override fire(value: T): void {
    try {
      super.fire(value);
    } catch (error) {
      this.#log().error(`connection listener: ${describeError(error)}`);
    }
  }
}
