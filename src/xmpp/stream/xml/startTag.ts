import type { Element } from '../../stanza/xml.ts';
import type { Name } from './names.ts';
import type { Namespaces } from './namespaces.ts';
import { ReceivedElement } from './receivedElement.ts';
import { malformed, StreamFault } from '../streamFault.ts';

/** Attributes are gathered in one go: a tag of 4 MiB of them would block for most of a second. */
const MAX_ATTRIBUTES = 256;

/** A start tag, or an empty one, while it is read. */
export class StartTag {
  readonly name: Name;
  readonly element: Element;
  readonly #attributes: Name[] = [];
  /** Whether it has to do with namespaces at all. */
  #qualified: boolean;

  constructor(name: Name) {
    this.name = name;
    this.element = new ReceivedElement(name);
    this.#qualified = name.prefix !== '';
  }

  /** Names the attribute that {@link setValue} is for. @throws StreamFault if it is there (§3.1). */
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
