import { SaxesParser, type SaxesTagNS } from 'saxes';

const OPTIONS = {
  xmlns: true,
  position: false,
  defaultXMLVersion: '1.0',
  forceXMLVersion: true,
} as const;

/** Hears what is found, in document order. */
export interface TokenListener {
  /** One more of the tag that comes next. */
  attribute(): void;
  openTag(tag: SaxesTagNS): void;
  closeTag(): void;
  /** Of CDATA sections, too. */
  text(text: string): void;
  /** What follows does not count. */
  error(error: Error): void;
  /** The encoding that the XML declaration names. */
  encoding(name: string | undefined): void;
  /** A part of XML that XMPP forbids (RFC 6120 §11.1), such as `a comment`. */
  restricted(what: string): void;
}

/** A strict tokenizer of XML 1.0 with namespaces. */
export class Tokenizer extends SaxesParser<typeof OPTIONS> {
  readonly #listener: TokenListener;

  constructor(listener: TokenListener) {
    super(OPTIONS);
    this.#listener = listener;
    this.on('attribute', () => {
      listener.attribute();
    });
    this.on('opentag', (tag) => {
      listener.openTag(tag);
    });
    this.on('closetag', () => {
      listener.closeTag();
    });
    const text = (content: string) => {
      listener.text(content);
    };
    this.on('text', text);
    this.on('cdata', text);
    this.on('error', (error) => {
      listener.error(error);
    });
  }

  // The rare ones are the prototype's: with more than six handlers of its own V8 would keep a
  // tokenizer as a dictionary, and every character would take four times as long.
  static {
    const { prototype } = this;
    const restricted = (what: string) =>
      function (this: Tokenizer) {
        this.#listener.restricted(what);
      };
    prototype.on('comment', restricted('a comment'));
    prototype.on('processinginstruction', restricted('a processing instruction'));
    prototype.on('doctype', restricted('a document type'));
    prototype.on('xmldecl', function (this: Tokenizer, { encoding }) {
      this.#listener.encoding(encoding);
    });
  }
}
