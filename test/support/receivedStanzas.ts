import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import { parseXml } from './parseXml.ts';

const folder = join(import.meta.dirname, '..', 'stanzas');

/** A stanza of the cases in `test/stanzas`, of which every extension has some. */
export interface ReceivedStanza {
  /** Of the case. */
  readonly name: string;
  readonly element: Element;
}

/** All that others send unasked in the cases: whatever part of a stanza is read is in one of them. */
export function receivedStanzas(): ReceivedStanza[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const { call } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { call?: string };
      if (call !== undefined) return [];
      const name = file.slice(0, -'.json'.length);
      return parseXml(readFileSync(join(folder, `${name}.xml`), 'utf8')).map((element) => ({
        name,
        element,
      }));
    });
}
