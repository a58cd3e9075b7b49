import assert from 'node:assert/strict';
import { qrPath } from '../../../../webview/view/profile/qrCode.ts';

/** The modules of a path, drawn: rows of `#` and `.`. */
function draw(text: string): string[] {
  const { d = '', size = 0 } = qrPath(text) ?? {};
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '.'));
  for (const [, x = 0, y = 0, width = 0] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    rows[Number(y)]?.fill('#', Number(x), Number(x) + Number(width));
  }
  return rows.map((row) => row.join(''));
}

const FINDER = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];

describe('a QR code', () => {
  it('has its patterns where cameras look for them (ISO/IEC 18004 §6.3)', () => {
    const rows = draw('xmpp:ada@example.org');
    assert.equal((rows.length - 17) % 4, 0);
    const head = rows.slice(0, 7);
    assert.deepEqual(
      head.map((row) => row.slice(0, 7)),
      FINDER,
    );
    assert.deepEqual(
      head.map((row) => row.slice(-7)),
      FINDER,
    );
    assert.deepEqual(
      rows.slice(-7).map((row) => row.slice(0, 7)),
      FINDER,
    );
    const timing = rows[6]?.slice(8, -8) ?? '';
    assert.match(timing, /^#(?:\.#)+$/u);
    assert.notDeepEqual(draw('xmpp:bob@example.org'), rows);
  });

  it('is none of a text that is too long for one', () => {
    assert.ok(qrPath('x'.repeat(2953)));
    assert.equal(qrPath('x'.repeat(2954)), undefined);
  });
});
