import { readFileSync } from 'node:fs';
import { Failure } from '../model/failure.ts';

/**
 * Reads a file of certificate authorities in PEM. Result: `undefined` for an empty path.
 * @throws Failure when the file cannot be read or holds no certificate
 */
export function readCaFile(path: string): string | undefined {
  if (path === '') return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Failure(
      'ca-file',
      `The CA file ${path} cannot be read: correct the setting "parley.connection.caFile".`,
    );
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Failure(
      'ca-file',
      `The CA file ${path} holds no certificate in PEM form: correct the setting "parley.connection.caFile".`,
    );
  }
  return text;
}
