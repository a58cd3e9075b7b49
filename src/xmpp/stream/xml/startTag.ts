import type { Element } from '../../stanza/xml.ts';
import type { Name } from './names.ts';
import type { Namespaces } from './namespaces.ts';
import { ReceivedElement } from './receivedElement.ts';
import { malformed, StreamFault } from '../streamFault.ts';

/** Maximum number of attributes, as they are parsed in one go: 4 MiB would block for almost 1 s. */
const MAX_ATTRIBUTES = 256;

/** A start tag, or an empty-element tag, while it is parsed. */
export class StartTag {
  readonly name: Name;
  readonly element: Element;
  readonly #attributes: Name[] = [];
  /** Whether it uses namespaces at all. */
  #qualified: boolean;

  constructor(name: Name) {
    this.name = name;
    this.element = new ReceivedElement(name);
    this.#qualified = name.prefix !== '';
  }

  /** Adds the attribute that {@link setValue} sets. @throws StreamFault if it exists (§3.1) */
  addAttribute(name: Name): void {
    for (const { text } of this.#attributes) {
      if (text === name.text) throw malformed('an attribute given twice');
    }
    if (this.#attributes.push(name) > MAX_ATTRIBUTES) {
      throw new StreamFault('policy-violation', `more than ${MAX_ATTRIBUTES} attributes`);
    }
    if (name.prefix !== '' || name.text === 'xmlns') this.#qualified = true;
  }

  setValue(value: string): void {
    const name = this.#attributes[this.#attributes.length - 1];
    if (name) this.element.attrs[name.text] = value;
  }

  /** Ends the tag. @param depth of the element; the root's is 1. @throws StreamFault */
  enter(namespaces: Namespaces, depth: number): void {
    if (!this.#qualified) return;
    namespaces.enter(this.name, this.#attributes, this.element.attrs, depth);
  }
}
