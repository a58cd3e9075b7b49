import assert from 'node:assert/strict';
import { codeBlock } from '../../../../src/ui/files/codeBlock.ts';
import { languageOf } from '../../../../webview/view/languages.ts';
import { parseBlocks } from '../../../../webview/view/styling.ts';

const PIECE = { file: 'src/parse.ts', language: 'typescript', first: 12, last: 20, code: 'a\nb' };

describe('code that is asked about', () => {
  const parsed = (piece: typeof PIECE | Omit<typeof PIECE, 'file'>) =>
    parseBlocks(`What is this?\n${codeBlock(piece)}`)[1];

  it('is a block of code with its file and lines, in its language', () => {
    assert.deepEqual(parsed(PIECE), { kind: 'code', info: 'src/parse.ts:12-20', code: 'a\nb' });
    assert.equal(languageOf('src/parse.ts:12-20'), 'typescript');
    const one = { ...PIECE, last: 12 };
    assert.deepEqual(parsed(one), { kind: 'code', info: 'src/parse.ts:12', code: 'a\nb' });
  });

  it('has its language alone where it is in no file', () => {
    const { file: _, ...untitled } = PIECE;
    assert.deepEqual(parsed(untitled), { kind: 'code', info: 'typescript', code: 'a\nb' });
  });

  it('stays whole, whatever it and its name contain', () => {
    const hostile = { ...PIECE, file: 'a\n```\nb.ts', code: 'x\n```\ny' };
    assert.deepEqual(parsed(hostile), {
      kind: 'code',
      info: 'a ``` b.ts:12-20',
      code: 'x\n ```\ny',
    });
  });
});
