/** The signatures of pictures, by media type; SVG is not included, as it may contain code. */
const SIGNATURES: readonly (readonly [mediaType: string, start: string])[] = [
  ['image/png', '\x89PNG\r\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
];

/** The media type of a picture by its signature, whatever its name; `undefined` if unknown. */
export function imageType(content: Uint8Array): string | undefined {
  const start = String.fromCharCode(...content.subarray(0, 16));
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'image/webp';
  return SIGNATURES.find(([, signature]) => start.startsWith(signature))?.[0];
}
