import { type Element, xml } from '../../stanza/xml.ts';
import type { Name } from './names.ts';
import { NS_XML } from './namespaces.ts';

/** An element that came: every extension asks each message for its children, mostly in vain. */
export class ReceivedElement extends xml.Element {
  readonly #name: string;

  constructor({ text, local }: Name) {
    super(text);
    this.#name = local;
  }

  override getName(): string {
    return this.#name;
  }

  /** Unlike the library's, it lets an element be in no namespace within one that is in some (§6.2). */
  override findNS(prefix?: string): string | undefined {
    const declared = this.attrs[prefix ? `xmlns:${prefix}` : 'xmlns'];
    if (declared !== undefined) return declared;
    if (this.parent) return this.parent.findNS(prefix);
    return prefix === 'xml' ? NS_XML : undefined;
  }

  /** Unlike the library's, it gathers nothing and ends where it has found one. */
  override getChild(name: string, xmlns?: string): Element | undefined {
    for (const child of this.children) {
      if (typeof child !== 'string' && child.is(name, xmlns)) return child;
    }
    return undefined;
  }
}
