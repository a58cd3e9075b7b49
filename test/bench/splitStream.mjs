// @ts-check
const STREAM = 'stream:stream';
/** As our clients write them: without comments or CDATA, and with `>` escaped in attributes. */
const TAG = /<(\/?)([\w:-]+)[^>]*?(\/?)>/gu;

/**
 * Cuts a client's stream into what stands directly in it; much faster than a parser that checks.
 * @param {(name: string, xml: string) => void} on hears each element, and the stream's own tags as
 *   `stream:stream` and `/stream:stream`
 * @returns {(text: string) => void} takes what came, cut anywhere
 */
export function splitStream(on) {
  let rest = '';
  return (text) => {
    rest += text;
    let begin = 0;
    let depth = 0;
    for (const { 0: tag, 1: closing, 2: name = '', 3: empty, index } of rest.matchAll(TAG)) {
      if (name !== STREAM) depth += closing ? -1 : empty ? 0 : 1;
      if (depth > 0) continue;
      const end = index + tag.length;
      if (name === STREAM) on(`${closing}${name}`, tag);
      else on(name, rest.slice(begin, end));
      begin = end;
    }
    rest = rest.slice(begin);
  };
}
