import type { Element } from '../../stanza/xml.ts';
import type { Name } from './names.ts';
import type { Namespaces } from './namespaces.ts';
import { ReceivedElement } from './receivedElement.ts';
import { malformed, StreamFault } from '../streamFault.ts';

/** Maximum number of attributes, as they are parsed in one go: 4 MiB would block for almost 1 s. */
const MAX_ATTRIBUTES = 256;

/** A start tag, or an empty-element tag, while it is parsed; one after the other. */
export class StartTag {
  #name: Name = { text: '', prefix: '', local: '' };
  #element: Element = new ReceivedElement(this.#name);
  /** The names of its attributes, and behind them those of earlier tags. */
  readonly #attributes: Name[] = [];
  #count = 0;
  /** Whether it uses namespaces at all. */
  #qualified = false;

  get name(): Name {
    return this.#name;
  }

  get element(): Element {
    return this.#element;
  }

  /** Begins the next tag. */
  begin(name: Name): void {
    this.#name = name;
    this.#element = new ReceivedElement(name);
    this.#count = 0;
    this.#qualified = name.prefix !== '';
  }

  /** Adds the attribute that {@link setValue} sets. @throws StreamFault if it exists (§3.1) */
  addAttribute(name: Name): void {
    for (let at = 0; at < this.#count; at += 1) {
      if (this.#attributes[at]?.text === name.text) throw malformed('an attribute given twice');
    }
    this.#attributes[this.#count] = name;
    this.#count += 1;
    if (this.#count > MAX_ATTRIBUTES) {
      throw new StreamFault('policy-violation', `more than ${MAX_ATTRIBUTES} attributes`);
    }
    if (name.prefix !== '' || name.text === 'xmlns') this.#qualified = true;
  }

  setValue(value: string): void {
    const name = this.#attributes[this.#count - 1];
    if (name) this.#element.attrs[name.text] = value;
  }

  /** Ends the tag. @param depth of the element; the root's is 1. @throws StreamFault */
  enter(namespaces: Namespaces, depth: number): void {
    if (!this.#qualified) return;
    const attributes = this.#attributes.slice(0, this.#count);
    namespaces.enter(this.#name, attributes, this.#element.attrs, depth);
  }
}
