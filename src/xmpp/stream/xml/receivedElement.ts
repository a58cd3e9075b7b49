import { type Element, xml } from '../../stanza/xml.ts';
import type { Name } from './names.ts';
import { NS_XML } from './namespaces.ts';

/** Maximum number of children scanned sequentially; for more, an index by name is built once. */
const MAX_SCANNED = 64;
const NONE: readonly Element[] = [];

/** A received element: every extension looks up children of each message, mostly in vain. */
export class ReceivedElement extends xml.Element {
  readonly #name: string;
  /** A bit for each name among the first {@link #marked} children: most lookups end with it. */
  #marks = 0;
  #marked = 0;
  /** Children by local name, valid for `size` children: elements change only before being read. */
  #index: { readonly size: number; readonly byName: Map<string, Element[]> } | undefined;

  constructor({ text, local }: Name) {
    super(text);
    this.#name = local;
  }

  override getName(): string {
    return this.#name;
  }

  /** Unlike the library's, supports an element without namespace within one that has one (§6.2). */
  override findNS(prefix?: string): string | undefined {
    const declared = this.attrs[prefix ? `xmlns:${prefix}` : 'xmlns'];
    if (declared !== undefined) return declared;
    if (this.parent) return this.parent.findNS(prefix);
    return prefix === 'xml' ? NS_XML : undefined;
  }

  /** Unlike the library's, it stops at the first match, without collecting all. */
  override getChild(name: string, xmlns?: string): Element | undefined {
    if (!this.#mayHave(name)) return undefined;
    for (const child of this.#candidates(name)) {
      if (typeof child !== 'string' && child.is(name, xmlns)) return child;
    }
    return undefined;
  }

  override getChildren(name: string, xmlns?: string): Element[] {
    let found: Element[] = [];
    if (!this.#mayHave(name)) return found;
    for (const child of this.#candidates(name)) {
      if (typeof child === 'string' || !child.is(name, xmlns)) continue;
      // Mostly one: an array that grows reserves space for 16 more.
      if (found.length === 0) found = [child];
      else found.push(child);
    }
    return found;
  }

  /** Whether a child may have this name: never false if one has it, rarely true if none has. */
  #mayHave(name: string): boolean {
    const { children } = this;
    for (; this.#marked < children.length; this.#marked += 1) {
      const child = children[this.#marked];
      if (child !== undefined && typeof child !== 'string') this.#marks |= markOf(child.getName());
    }
    return (this.#marks & markOf(name)) !== 0;
  }

  /** A superset of the children with this name. */
  #candidates(name: string): readonly (Element | string)[] {
    const { children } = this;
    if (children.length <= MAX_SCANNED) return children;
    if (this.#index?.size !== children.length) {
      this.#index = { size: children.length, byName: indexOf(children) };
    }
    return this.#index.byName.get(name) ?? NONE;
  }
}

/** One of 32 bits, by what is known of a name without reading all of it. */
function markOf(name: string): number {
  const last = name.length - 1;
  return 1 << ((name.charCodeAt(0) * 5 + name.charCodeAt(last) * 3 + last) & 31);
}

function indexOf(children: readonly (Element | string)[]): Map<string, Element[]> {
  const byName = new Map<string, Element[]>();
  for (const child of children) {
    if (typeof child === 'string') continue;
    const name = child.getName();
    const named = byName.get(name);
    if (named) named.push(child);
    else byName.set(name, [child]);
  }
  return byName;
}
