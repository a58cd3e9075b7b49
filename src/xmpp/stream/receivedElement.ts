import { type Element, xml } from '../xml.ts';
import type { Name } from './names.ts';

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

  /** Unlike the library's, it gathers nothing and ends where it has found one. */
  override getChild(name: string, xmlns?: string): Element | undefined {
    for (const child of this.children) {
      if (typeof child !== 'string' && child.is(name, xmlns)) return child;
    }
    return undefined;
  }
}
