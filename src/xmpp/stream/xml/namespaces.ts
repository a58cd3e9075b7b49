import type { Element } from '../../stanza/xml.ts';
import type { Name } from './names.ts';
import { malformed } from '../streamFault.ts';

export const NS_XML = 'http://www.w3.org/XML/1998/namespace';
const NS_XMLNS = 'http://www.w3.org/2000/xmlns/';

/** A prefix declared by an element, and its binding in the outer scope. */
interface Declaration {
  readonly depth: number;
  readonly prefix: string;
  readonly outer: string | undefined;
}

/** The prefixes in scope while a document is parsed (Namespaces in XML 1.0 §6.1). */
export class Namespaces {
  readonly #uris = new Map([['xml', NS_XML]]);
  readonly #declarations: Declaration[] = [];

  /**
   * Adds the declarations of a start tag and checks all its names.
   * @param attrs the values, by name
   * @param depth of the element; the root's is 1
   * @throws StreamFault
   */
  enter(element: Name, attributes: readonly Name[], attrs: Element['attrs'], depth: number): void {
    let prefixed = 0;
    for (const { text, prefix, local } of attributes) {
      if (prefix === 'xmlns') this.#declare(local, attrs[text] ?? '', depth);
      else if (text === 'xmlns') checkUri(attrs[text] ?? '');
      else if (prefix !== '') prefixed += 1;
    }
    if (element.prefix !== '') this.#resolve(element.prefix);
    if (prefixed > 0) this.#checkAttributes(attributes);
  }

  /** Removes the declarations of the element at this depth. */
  leave(depth: number): void {
    let last = this.#declarations.at(-1);
    for (; last?.depth === depth; last = this.#declarations.at(-1)) {
      this.#declarations.pop();
      if (last.outer === undefined) this.#uris.delete(last.prefix);
      else this.#uris.set(last.prefix, last.outer);
    }
  }

  #declare(prefix: string, uri: string, depth: number): void {
    // §3: both prefixes have fixed bindings; `xml` may be declared with its own.
    if (prefix === 'xml' && uri === NS_XML) return;
    if (prefix === 'xml' || prefix === 'xmlns') throw malformed('a reserved prefix');
    // §5: only version 1.1 can undeclare one.
    if (uri === '') throw malformed('a prefix without a namespace');
    checkUri(uri);
    this.#declarations.push({ depth, prefix, outer: this.#uris.get(prefix) });
    this.#uris.set(prefix, uri);
  }

  #resolve(prefix: string): string {
    const uri = this.#uris.get(prefix);
    if (uri === undefined) throw malformed('a prefix that is not declared');
    return uri;
  }

  /** §6.3: no two attributes have the same local name in the same namespace. */
  #checkAttributes(attributes: readonly Name[]): void {
    const seen = new Set<string>();
    for (const { prefix, local } of attributes) {
      if (prefix === '' || prefix === 'xmlns') continue;
      const expanded = `${local} ${this.#resolve(prefix)}`;
      if (seen.has(expanded)) throw malformed('an attribute given twice');
      seen.add(expanded);
    }
  }
}

/** §3: no other prefix may be bound to the two reserved namespaces, nor may the default be. */
function checkUri(uri: string): void {
  if (uri === NS_XML || uri === NS_XMLNS) throw malformed('a reserved namespace');
}
