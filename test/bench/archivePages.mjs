// @ts-check
// The load server's archive (XEP-0313): answers what our clients ask, page after page, forwards only.

/** An archive from which a client reads on after the last message that it has. */
export class ArchivePages {
  #archive;
  #max;
  /** @type {ReadonlyMap<string, number>} */
  #places;

  /**
   * @param {readonly import('./loadStanzas.mjs').Archived[]} archive
   * @param {number} max the largest page that it gives
   */
  constructor(archive, max) {
    this.#archive = archive;
    this.#max = max;
    this.#places = new Map(archive.map(({ id }, index) => [id, index]));
  }

  /** @param {string} xml an iq that asks for a page @returns {string} the page, and the answer */
  answer(xml) {
    const attribute = (/** @type {string} */ name) =>
      new RegExp(`\\b${name}="([^"]*)"`, 'u').exec(xml)?.[1] ?? '';
    const max = Math.min(this.#max, Number(/<max>(\d+)<\/max>/u.exec(xml)?.[1] ?? this.#max));
    const after = /<after>([^<]*)<\/after>/u.exec(xml)?.[1];
    const begin = after === undefined ? 0 : (this.#places.get(after) ?? -1) + 1;
    const page = this.#archive.slice(begin, begin + max);
    const ends =
      page.length > 0 ? `<first>${page[0]?.id}</first><last>${page.at(-1)?.id}</last>` : '';
    const complete = begin + page.length >= this.#archive.length ? ' complete="true"' : '';
    const to = attribute('to');
    const from = to === '' ? '' : ` from="${to}"`;
    const results = page.map(({ result }) => result(attribute('queryid'))).join('');
    return `${results}<iq type="result" id="${attribute('id')}"${from}><fin xmlns="urn:xmpp:mam:2"${complete}><set xmlns="http://jabber.org/protocol/rsm">${ends}<count>${this.#archive.length}</count></set></fin></iq>`;
  }
}
