import { readFileSync } from 'node:fs';
import { failure } from '../base/userError.ts';

/**
 * Reads a file of certificate authorities in PEM.
 * @returns `undefined` for an empty path
 * @throws Failure when the file cannot be read or contains no certificate
 */
export function readCaFile(path: string): string | undefined {
  if (path === '') return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw failure('ca-file.unreadable', { path });
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw failure('ca-file.empty', { path });
  return text;
}
