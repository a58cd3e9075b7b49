/** Maximum nesting of containers; the specification allows 64. */
const MAX_DEPTH = 32;
/** Maximum length of a signature (D-Bus specification, "Valid Signatures"). */
const MAX_LENGTH = 255;
const BASIC = 'ybnqiuxtdsogvh';

/** What D-Bus's values are here: integers of 64 bits are bigints, arrays and structures are lists. */
export type DBusValue = string | number | bigint | boolean | Variant | readonly DBusValue[];

/** A value that brings its type. */
export class Variant {
  readonly signature: string;
  readonly value: DBusValue;

  constructor(signature: string, value: DBusValue) {
    this.signature = signature;
    this.value = value;
  }
}

/** What came does not obey the D-Bus specification, or is larger than anything we ask for. */
export class DBusFormatError extends Error {}

/**
 * The complete types of a signature, such as `a{sv}` and `u` of `a{sv}u`.
 * @throws {@link DBusFormatError} on an invalid one
 */
export function typesOf(signature: string): readonly string[] {
  if (signature.length > MAX_LENGTH) throw new DBusFormatError('signature too long');
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at, 0);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

/** The types of the members of a structure, or of a dictionary's entry. */
export function membersOf(type: string): readonly string[] {
  return typesOf(type.slice(1, -1));
}

/** On a multiple of how many bytes values of a type begin. */
export function alignmentOf(type: string): number {
  const [code = ''] = type;
  if ('ygv'.includes(code)) return 1;
  if ('nq'.includes(code)) return 2;
  return 'xtd({'.includes(code) ? 8 : 4;
}

function endOfType(signature: string, at: number, depth: number): number {
  const code = signature.charAt(at);
  if (depth > MAX_DEPTH) throw new DBusFormatError('nested too deeply');
  if (code !== '' && BASIC.includes(code)) return at + 1;
  if (code === 'a') return endOfType(signature, at + 1, depth + 1);
  if (code !== '(' && code !== '{') throw new DBusFormatError('unknown type');
  const closing = code === '(' ? ')' : '}';
  let end = at + 1;
  while (signature.charAt(end) !== closing) end = endOfType(signature, end, depth + 1);
  return end + 1;
}
