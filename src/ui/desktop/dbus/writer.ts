import { alignmentOf, type DBusValue, membersOf, typesOf, Variant } from './signature.ts';

/** Marshals values, little-endian (D-Bus specification, "Marshaling"). */
export class Writer {
  #bytes = Buffer.alloc(256);
  #length = 0;

  /** What was written so far. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @throws TypeError if a value is not of the type that the signature gives it */
  writeAll(signature: string, values: readonly DBusValue[]): void {
    const types = typesOf(signature);
    if (types.length !== values.length) throw new TypeError(`not of signature ${signature}`);
    for (const [at, type] of types.entries()) this.#write(type, values[at]);
  }

  /** Fills up to a multiple of `alignment` bytes. */
  align(alignment: number): void {
    this.#grow(-this.#length & (alignment - 1));
  }

  #write(type: string, value: DBusValue | undefined): void {
    this.align(alignmentOf(type));
    const [code = ''] = type;
    if (typeof value === 'string' && 'sog'.includes(code)) this.#writeString(code, value);
    else if (typeof value === 'boolean' && code === 'b') this.#writeUint(Number(value));
    else if (typeof value === 'number' && code === 'y') this.#writeByte(value);
    else if (typeof value === 'number' && code === 'u') this.#writeUint(value);
    else if (typeof value === 'number' && code === 'i') {
      const at = this.#grow(4);
      this.#bytes.writeInt32LE(value, at);
    } else if (value instanceof Variant && code === 'v') {
      this.#writeString('g', value.signature);
      this.#write(value.signature, value.value);
    } else if (Array.isArray(value) && 'a({'.includes(code))
      this.#writeList(type, value as readonly DBusValue[]);
    else throw new TypeError(`not of type ${type}`);
  }

  #writeList(type: string, values: readonly DBusValue[]): void {
    if (type.startsWith('(') || type.startsWith('{')) {
      for (const [at, member] of membersOf(type).entries()) this.#write(member, values[at]);
      return;
    }
    const item = type.slice(1);
    const at = this.#grow(4);
    this.align(alignmentOf(item));
    const start = this.#length;
    for (const value of values) this.#write(item, value);
    this.#bytes.writeUint32LE(this.#length - start, at);
  }

  /** A NUL would make the bus end the connection. */
  #writeString(code: string, text: string): void {
    const bytes = Buffer.from(text.replaceAll('\0', '\ufffd'));
    if (code === 'g') this.#writeByte(bytes.length);
    else this.#writeUint(bytes.length);
    const at = this.#grow(bytes.length + 1);
    bytes.copy(this.#bytes, at);
  }

  #writeByte(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  #writeUint(value: number): void {
    const at = this.#grow(4);
    this.#bytes.writeUint32LE(value, at);
  }

  /** Appends zeros. @returns where they begin */
  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.alloc(this.#length * 2);
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return at;
  }
}
