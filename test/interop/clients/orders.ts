import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { eventually } from './otherClient.ts';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

const ERRORS_LENGTH = 2000;

/**
 * Gives a program orders, a JSON line each, which it answers in lines of the same kind.
 * @typeParam Sight what it answers to its order `look`
 */
export class Orders<Sight = unknown> {
  readonly #program: ChildProcessWithoutNullStreams;
  readonly #pending = new Map<number, (answer: Answer) => void>();
  #errors = '';
  #count = 0;
  #ended = false;
  #seen: Sight | undefined;

  constructor(program: ChildProcessWithoutNullStreams) {
    this.#program = program;
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERRORS_LENGTH);
    });
    // A program that is gone says so by its end.
    program.stdin.on('error', () => undefined);
    createInterface({ input: program.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      this.#pending.get(answer.id)?.(answer);
    });
    program.once('close', () => {
      this.#ended = true;
      for (const id of this.#pending.keys()) this.#pending.get(id)?.({ id, error: 'it has ended' });
    });
  }

  /** @throws Error with what the program says of it */
  async give(order: string, fields: object = {}): Promise<unknown> {
    const id = ++this.#count;
    const answer = await new Promise<Answer>((resolve) => {
      if (this.#ended) resolve({ id, error: 'it has ended' });
      this.#pending.set(id, resolve);
      this.#program.stdin.write(`${JSON.stringify({ id, order, ...fields })}\n`);
    });
    this.#pending.delete(id);
    if (answer.error === undefined) return answer.result;
    throw new Error(`${order}: ${answer.error}\n${this.#errors}`);
  }

  /** Waits until what the program sees fits. */
  async sees(fits: (sight: Sight) => boolean): Promise<void> {
    await eventually(
      async () => {
        this.#seen = (await this.give('look')) as Sight;
        return fits(this.#seen);
      },
      () => this.seen,
    );
  }

  /** What it saw last. */
  get seen(): string {
    return JSON.stringify(this.#seen, null, 1);
  }
}
