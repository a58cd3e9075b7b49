/** The first bytes of the picture formats that are shown; SVG, which is a program, is not. */
const MAGIC = [
  { extension: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { extension: 'jpg', bytes: [0xff, 0xd8, 0xff] },
  { extension: 'gif', bytes: [0x47, 0x49, 0x46, 0x38] },
] as const;

/** The usual file extension of a picture, told by its first bytes; `undefined` for anything else. */
export function imageExtension(content: Uint8Array): string | undefined {
  return MAGIC.find(({ bytes }) => bytes.every((byte, index) => content[index] === byte))
    ?.extension;
}
