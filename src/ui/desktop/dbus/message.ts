import { DBusFormatError, type DBusValue, Variant } from './signature.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** Maximum size of a message that we accept, in bytes; what we ask for has some hundred. */
const MAX_MESSAGE = 256 * 1024;
/** The size of a header's part before its fields, in bytes. */
const FIXED = 16;
const LITTLE_ENDIAN = 'l'.charCodeAt(0);
const BIG_ENDIAN = 'B'.charCodeAt(0);
const VERSION = 1;

/** The kinds of messages (D-Bus specification, "Message Format"). */
const KINDS = ['call', 'return', 'error', 'signal'] as const;

const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  sender: 7,
  signature: 8,
} as const;
/** The types of those of these fields that we send. */
const FIELD_TYPES = { path: 'o', interface: 's', member: 's', destination: 's', signature: 'g' };

/** A call of a method of a program on the bus. */
export interface MethodCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** The types of the arguments; without any when absent. */
  readonly signature?: string;
  readonly args?: readonly DBusValue[];
}

/** A message that came; its fields are those of its header. */
export interface Message {
  readonly kind: (typeof KINDS)[number] | undefined;
  readonly interface: string | undefined;
  readonly member: string | undefined;
  readonly errorName: string | undefined;
  readonly replySerial: number | undefined;
  /** The unique name of who sent it, which the bus itself fills in. */
  readonly sender: string | undefined;
  /** @throws {@link DBusFormatError} if its body is not of its signature */
  readonly body: () => readonly DBusValue[];
}

/** The bytes of a call. */
export function encodeCall(call: MethodCall, serial: number): Buffer {
  const { signature = '', args = [] } = call;
  const body = new Writer();
  body.writeAll(signature, args);
  const values = { ...call, signature };
  const fields = Object.entries(FIELD_TYPES).map(([name, type]) => {
    const key = name as keyof typeof FIELD_TYPES;
    return [FIELD[key], new Variant(type, values[key])] as const;
  });
  const header = new Writer();
  header.writeAll('yyyyuua(yv)', [
    ...[LITTLE_ENDIAN, KINDS.indexOf('call') + 1, 0, VERSION],
    ...[body.bytes.length, serial, fields],
  ]);
  header.align(8);
  return Buffer.concat([header.bytes, body.bytes]);
}

/**
 * The size of the message that begins here.
 * @returns its number of bytes, or `undefined` as long as too few are there to tell
 * @throws {@link DBusFormatError} if none begins here, or if it is too large
 */
export function sizeOfMessage(bytes: Buffer): number | undefined {
  if (bytes.length < FIXED) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = isLittleEndian(bytes);
  const size = startOfBody(view.getUint32(12, littleEndian)) + view.getUint32(4, littleEndian);
  if (size > MAX_MESSAGE) throw new DBusFormatError('message too large');
  return size;
}

/** Reads a whole message. @throws {@link DBusFormatError} if its header is invalid */
export function decodeMessage(bytes: Buffer): Message {
  const littleEndian = isLittleEndian(bytes);
  const [, kind = 0, , , , , list] = new Reader(bytes, littleEndian).readAll('yyyyuua(yv)');
  const fields = new Map<number, DBusValue>(
    (list as readonly [number, Variant][]).map(([code, { value }]) => [code, value]),
  );
  const text = (code: number) => {
    const value = fields.get(code);
    return typeof value === 'string' ? value : undefined;
  };
  const replySerial = fields.get(FIELD.replySerial);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = startOfBody(view.getUint32(12, littleEndian));
  return {
    kind: KINDS[Number(kind) - 1],
    interface: text(FIELD.interface),
    member: text(FIELD.member),
    errorName: text(FIELD.errorName),
    replySerial: typeof replySerial === 'number' ? replySerial : undefined,
    sender: text(FIELD.sender),
    body: () => new Reader(bytes, littleEndian, start).readAll(text(FIELD.signature) ?? ''),
  };
}

function startOfBody(fieldsLength: number): number {
  return Math.ceil((FIXED + fieldsLength) / 8) * 8;
}

function isLittleEndian(bytes: Buffer): boolean {
  const [endian, , , version] = bytes;
  if ((endian !== LITTLE_ENDIAN && endian !== BIG_ENDIAN) || version !== VERSION) {
    throw new DBusFormatError('no message of D-Bus');
  }
  return endian === LITTLE_ENDIAN;
}
