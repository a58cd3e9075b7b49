import { randomUUID } from 'node:crypto';
import type { Jid } from '../../base/jid.ts';
import { buildStanzaError } from './stanzaError.ts';
import { copyOf, type Element, xml } from './xml.ts';

/** Maximum number of cached answers, which differ by the language of the request. */
const MAX_LANGUAGES = 8;
/** Maximum number of iqs waiting while the server is queried. */
const MAX_WAITING = 100;
/** A language tag (RFC 5646), limited to forms in common use. */
const LANGUAGE = /^[a-z0-9-]{1,35}$/iu;
/** The payload of our query; any would do. */
const PAYLOAD = { name: 'ping', xmlns: 'urn:xmpp:ping' };

/** Sends an iq to a resource of our account. @returns the whole answer, a result or an error */
export type AskResource = (iq: {
  readonly to: Jid;
  readonly payload: Element;
  readonly lang: string | undefined;
}) => Promise<Element>;

/** How our server answers on behalf of a resource that is not online. */
interface Pattern {
  readonly lang: string | undefined;
  /** Whether it includes the payload of the request, as RFC 6120 §8.3.1 allows. */
  readonly repeats: boolean;
  readonly error: Element;
}

/** The answer of RFC 6121 §8.5.3.2.3, used if the server does not answer so. */
const STANDARD: Pattern = {
  lang: undefined,
  repeats: false,
  error: buildStanzaError('service-unavailable', 'cancel'),
};

/**
 * Answers iqs as our server answers those to a resource that is not online, so that an answer does
 * not leak our presence to strangers (RFC 6120 §13.10.2). Servers differ in it, so ours is queried
 * for a nonexistent resource of our account.
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

  /** Clears the cached answers, as when a new session begins. */
  reset(): void {
    this.#patterns.clear();
  }

  /** @returns the answer to `iq`; `undefined` if too many iqs are waiting */
  async answer(iq: Element): Promise<Element | undefined> {
    if (this.#waiting >= MAX_WAITING) return undefined;
    this.#waiting += 1;
    const { id, from, 'xml:lang': asked = '' } = iq.attrs;
    const { lang, repeats, error } = await this.#pattern(LANGUAGE.test(asked) ? asked : undefined);
    this.#waiting -= 1;
    return xml(
      'iq',
      { id, to: from, type: 'error', 'xml:lang': lang },
      repeats
        ? iq.getChildElements().map((child) => copyOf(child, iq.getNS() ?? '', 'all'))
        : undefined,
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
