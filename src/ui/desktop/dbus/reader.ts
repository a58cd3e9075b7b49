import {
  alignmentOf,
  DBusFormatError,
  type DBusValue,
  membersOf,
  typesOf,
  Variant,
} from './signature.ts';

/** Maximum nesting of variants, which signatures do not limit. */
const MAX_DEPTH = 32;

/** Unmarshals values (D-Bus specification, "Marshaling"). */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  #at: number;
  #depth = 0;

  /** @param at where to begin, from the beginning of the message, by which values are aligned */
  constructor(bytes: Uint8Array, littleEndian: boolean, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = littleEndian;
    this.#at = at;
  }

  /** @throws {@link DBusFormatError} if that is not what the bytes contain */
  readAll(signature: string): readonly DBusValue[] {
    return typesOf(signature).map((type) => this.#read(type));
  }

  #read(type: string): DBusValue {
    const [code = ''] = type;
    this.#at += -this.#at & (alignmentOf(type) - 1);
    switch (code) {
      case 'y':
        return this.#view.getUint8(this.#take(1));
      case 'n':
        return this.#view.getInt16(this.#take(2), this.#littleEndian);
      case 'q':
        return this.#view.getUint16(this.#take(2), this.#littleEndian);
      case 'i':
        return this.#view.getInt32(this.#take(4), this.#littleEndian);
      case 'b':
        return this.#readUint() === 1;
      case 'u':
      case 'h':
        return this.#readUint();
      case 'x':
        return this.#view.getBigInt64(this.#take(8), this.#littleEndian);
      case 't':
        return this.#view.getBigUint64(this.#take(8), this.#littleEndian);
      case 'd':
        return this.#view.getFloat64(this.#take(8), this.#littleEndian);
      case 's':
      case 'o':
        return this.#readString(this.#readUint());
      case 'g':
        return this.#readString(this.#view.getUint8(this.#take(1)));
      default:
        return this.#nested(() => this.#readContainer(type));
    }
  }

  #readContainer(type: string): DBusValue {
    if (type === 'v') {
      const signature = this.#readString(this.#view.getUint8(this.#take(1)));
      const [inner, ...others] = typesOf(signature);
      if (inner === undefined || others.length > 0) throw new DBusFormatError('invalid variant');
      return new Variant(inner, this.#read(inner));
    }
    if (!type.startsWith('a')) return membersOf(type).map((member) => this.#read(member));
    const item = type.slice(1);
    const length = this.#readUint();
    this.#at += -this.#at & (alignmentOf(item) - 1);
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new DBusFormatError('longer than its message');
    const items: DBusValue[] = [];
    while (this.#at < end) {
      const before = this.#at;
      items.push(this.#read(item));
      // An empty structure takes no bytes.
      if (this.#at === before) throw new DBusFormatError('an item without a size');
    }
    if (this.#at !== end) throw new DBusFormatError('an item ends beyond its list');
    return items;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new DBusFormatError('nested too deeply');
    const value = read();
    this.#depth--;
    return value;
  }

  #readUint(): number {
    return this.#view.getUint32(this.#take(4), this.#littleEndian);
  }

  #readString(length: number): string {
    const at = this.#take(length + 1);
    return Buffer.from(this.#bytes.subarray(at, at + length)).toString();
  }

  /** Goes on by some bytes. @returns where they begin */
  #take(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw new DBusFormatError('longer than its message');
    this.#at += count;
    return at;
  }
}
