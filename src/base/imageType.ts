/** What pictures begin with, by media type; SVG is none of them, as it may hold code. */
const SIGNATURES: readonly (readonly [mediaType: string, start: string])[] = [
  ['image/png', '\x89PNG\r\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
];

/** The type of a picture by its first bytes, whatever its name says; `undefined` for all else. */
export function imageType(content: Uint8Array): string | undefined {
  const start = String.fromCharCode(...content.subarray(0, 16));
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'image/webp';
  return SIGNATURES.find(([, signature]) => start.startsWith(signature))?.[0];
}
