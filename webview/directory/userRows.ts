import type { FoundUsersView, FoundUserView, UserColumnView } from '../../src/api/views.ts';
import { fold } from '../../src/base/fold.ts';
import { shownAddress } from '../../src/base/shownAddress.ts';

/** Digits are compared as numbers of up to this many digits. */
const DIGITS = 12;

/** A column of the table: of the directory, or that of the addresses, which comes first. */
export interface ShownColumn extends UserColumnView {
  /** The index of its values; -1 for the address. */
  readonly index: number;
}

/** How the table is sorted. */
export interface Order {
  /** The name of a column; empty for the address. */
  readonly by: string;
  readonly isDescending: boolean;
}

/** A user with what is compared, prepared once: thousands are filtered at each keystroke. */
interface Row {
  readonly user: FoundUserView;
  readonly text: string;
  /** By column, as far as it was sorted by. */
  readonly keys: Map<number, string>;
}

const ADDRESS: ShownColumn = { name: '', label: 'JID', index: -1 };

/** The users of a search, filtered and sorted. */
export class UserRows {
  readonly #rows = new Map<string, Row>();
  readonly #filled = new Set<number>();
  #columns: readonly UserColumnView[] = [];
  #sorted: readonly Row[] | undefined;
  #shown: readonly FoundUserView[] | undefined;
  #filter = '';
  #order: Order = { by: '', isDescending: false };

  /** All that were found. */
  get total(): number {
    return this.#rows.size;
  }

  /** The columns in which there is anything. */
  get columns(): readonly ShownColumn[] {
    const filled = this.#columns.flatMap((column, index) =>
      this.#filled.has(index) ? [{ ...column, index }] : [],
    );
    return [ADDRESS, ...filled];
  }

  /** Those that fit the filter, sorted. */
  get shown(): readonly FoundUserView[] {
    this.#shown ??= this.#find();
    return this.#shown;
  }

  get order(): Order {
    return this.#order;
  }

  /** Adds a part of what was found; columns are only ever added at the end. */
  add({ columns, users }: Pick<FoundUsersView, 'columns' | 'users'>): void {
    this.#columns = columns;
    for (const user of users) {
      if (this.#rows.has(user.id)) continue;
      const text = fold([shownAddress(user.id), ...user.values].join('\n'));
      this.#rows.set(user.id, { user, text, keys: new Map() });
      user.values.forEach((value, index) => {
        if (value !== '') this.#filled.add(index);
      });
    }
    this.#changed();
  }

  clear(): void {
    this.#rows.clear();
    this.#filled.clear();
    this.#columns = [];
    this.#changed();
  }

  /** Only those that have every word, anywhere. */
  filter(text: string): void {
    this.#filter = text;
    this.#shown = undefined;
  }

  sort(order: Order): void {
    this.#order = order;
    this.#changed();
  }

  #changed(): void {
    this.#sorted = undefined;
    this.#shown = undefined;
  }

  #find(): readonly FoundUserView[] {
    this.#sorted ??= this.#sort();
    const words = fold(this.#filter).split(/\s+/u).filter(Boolean);
    return this.#sorted
      .filter(({ text }) => words.every((word) => text.includes(word)))
      .map(({ user }) => user);
  }

  /** Those without a value come last, in either direction. */
  #sort(): readonly Row[] {
    const { by, isDescending } = this.#order;
    const index = this.#columns.findIndex(({ name }) => name === by);
    const direction = isDescending ? -1 : 1;
    const keyed = [...this.#rows.values()].map((row) => ({ row, key: keyOf(row, index) }));
    keyed.sort((a, b) => {
      if (a.key === b.key) return 0;
      if (a.key === '' || b.key === '') return a.key === '' ? 1 : -1;
      return a.key < b.key ? -direction : direction;
    });
    return keyed.map(({ row }) => row);
  }
}

/** The value of a column, such that comparing texts puts 9 before 10. */
function keyOf({ user, keys }: Row, index: number): string {
  const known = keys.get(index);
  if (known !== undefined) return known;
  const value = index < 0 ? shownAddress(user.id) : (user.values[index] ?? '');
  const key = fold(value).replace(/\d+/gu, (digits) => digits.padStart(DIGITS, '0'));
  keys.set(index, key);
  return key;
}
