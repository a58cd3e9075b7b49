import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { buildStanzaError } from './stanzaError.ts';
import { type Element, xml } from './xml.ts';

/** Answers differ by the language that is asked in; more than so many at once are forgotten. */
const MAX_LANGUAGES = 8;
/** How many iqs wait at most while the server is asked. */
const MAX_WAITING = 100;
/** A tag of RFC 5646, of those that anybody uses. */
const LANGUAGE = /^[a-z0-9-]{1,35}$/iu;
/** The payload of our question; any would do. */
const PAYLOAD = { name: 'ping', xmlns: 'urn:xmpp:ping' };

/** Asks a resource of our account. Result: the whole answer, be it a result or an error. */
export type AskResource = (iq: {
  readonly to: Jid;
  readonly payload: Element;
  readonly lang: string | undefined;
}) => Promise<Element>;

/** How our server answers in place of a resource that is not there. */
interface Pattern {
  readonly lang: string | undefined;
  /** Whether it repeats what it was asked, as RFC 6120 §8.3.1 allows. */
  readonly repeats: boolean;
  readonly error: Element;
}

/** What RFC 6121 §8.5.3.2.3 has servers answer, for one that does not. */
const STANDARD: Pattern = {
  lang: undefined,
  repeats: false,
  error: buildStanzaError('service-unavailable', 'cancel'),
};

/**
 * Answers iqs as our server answers those to a resource that is not there, so that an answer tells
 * no stranger that we are (RFC 6120 §13.10.2). Servers differ in it, so ours is asked: for a resource
 * of our own that nobody has.
 */
export class Absence {
  readonly #account: Jid;
  readonly #ask: AskResource;
  readonly #patterns = new Map<string, Promise<Pattern>>();
  #waiting = 0;

  constructor(account: Jid, ask: AskResource) {
    this.#account = account;
    this.#ask = ask;
  }

  /** Forgets how the server answers, as where a new session begins. */
  reset(): void {
    this.#patterns.clear();
  }

  /** Result: the answer to `iq`; `undefined` where too many wait for theirs. */
  async answer(iq: Element): Promise<Element | undefined> {
    if (this.#waiting >= MAX_WAITING) return undefined;
    this.#waiting += 1;
    const { id, from, 'xml:lang': asked = '' } = iq.attrs;
    const { lang, repeats, error } = await this.#pattern(LANGUAGE.test(asked) ? asked : undefined);
    this.#waiting -= 1;
    return xml(
      'iq',
      { id, to: from, type: 'error', 'xml:lang': lang },
      repeats ? iq.getChildElements().map((child) => copyOf(child, iq.getNS() ?? '')) : undefined,
      copyOf(error, iq.getNS() ?? ''),
    );
  }

  #pattern(lang: string | undefined): Promise<Pattern> {
    const key = lang ?? '';
    let pattern = this.#patterns.get(key);
    if (!pattern) {
      if (this.#patterns.size >= MAX_LANGUAGES) this.#patterns.clear();
      pattern = this.#learn(lang).catch(() => {
        this.#patterns.delete(key);
        return STANDARD;
      });
      this.#patterns.set(key, pattern);
    }
    return pattern;
  }

  async #learn(lang: string | undefined): Promise<Pattern> {
    const answer = await this.#ask({
      to: this.#account.withResource(`absent-${randomUUID()}`),
      payload: xml(PAYLOAD.name, { xmlns: PAYLOAD.xmlns }),
      lang,
    });
    const error = answer.getChildElements().find((child) => child.getName() === 'error');
    if (!error) return STANDARD;
    const repeats = answer.getChild(PAYLOAD.name, PAYLOAD.xmlns) !== undefined;
    return { lang: answer.attrs['xml:lang'], repeats, error };
  }
}

/** A copy that means the same without its parent, whose declarations of prefixes it may need. */
function copyOf(element: Element, inherited: string): Element {
  const xmlns = element.getNS() ?? inherited;
  const attrs = Object.entries(element.attrs).filter(
    ([key]) => key !== 'xmlns' && (!key.includes(':') || /^xml(?:ns)?:/u.test(key)),
  );
  return xml(
    element.getName(),
    { ...(xmlns !== inherited && { xmlns }), ...Object.fromEntries(attrs) },
    element.children.map((child) => (typeof child === 'string' ? child : copyOf(child, xmlns))),
  );
}
