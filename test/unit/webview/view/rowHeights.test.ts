import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowHeights, rowsBetween } from '../../../../webview/view/rowHeights.ts';

/** Heights in whole px, so that sums are exact; some rows are measured to be another one. */
const lists = fc.array(
  fc.record({ estimate: fc.nat(500), measured: fc.option(fc.nat(500), { nil: undefined }) }),
  { minLength: 1, maxLength: 60 },
);

function build(rows: readonly { estimate: number; measured: number | undefined }[]): RowHeights {
  const heights = new RowHeights();
  heights.setRows(
    rows.map((_, index) => `r${index}`),
    (index) => rows[index]?.estimate ?? 0,
  );
  rows.forEach(({ measured }, index) => {
    if (measured !== undefined) heights.measure(index, measured);
  });
  return heights;
}

describe('RowHeights', () => {
  it('puts each row where those above it end', () => {
    fc.assert(
      fc.property(lists, (rows) => {
        const heights = build(rows);
        let top = 0;
        rows.forEach(({ estimate, measured }, index) => {
          assert.equal(heights.top(index), top);
          top += measured ?? estimate;
        });
        assert.equal(heights.total, top);
      }),
    );
  });

  it('finds the row at a height', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: -100, max: 40_000 }), (rows, y) => {
        const heights = build(rows);
        const at = heights.indexAt(y);
        assert.ok(at === 0 || heights.top(at) <= y);
        assert.ok(at === heights.count - 1 || heights.top(at + 1) > y);
      }),
    );
  });

  it('keeps what was measured when rows come and go', () => {
    fc.assert(
      fc.property(lists, fc.array(fc.nat(80), { maxLength: 80 }), (rows, order) => {
        const heights = build(rows);
        const ids = [...new Set(order)].map((index) => `r${index}`);
        heights.setRows(ids, () => 7);
        ids.forEach((id, index) => {
          const measured = rows[Number(id.slice(1))]?.measured;
          assert.equal(heights.top(index + 1) - heights.top(index), measured ?? 7);
          assert.equal(heights.indexOf(id), index);
          assert.equal(heights.id(index), id);
        });
      }),
    );
  });

  it('says whether a measure tells anything new', () => {
    const heights = build([{ estimate: 10, measured: undefined }]);
    assert.equal(heights.measure(0, 10), false);
    assert.equal(heights.measure(0, 12), true);
    assert.equal(heights.total, 12);
    assert.throws(() => heights.measure(1, 5), RangeError);
  });

  it('draws all rows in sight, those that are kept, and no others', () => {
    fc.assert(
      fc.property(lists, fc.nat(20_000), fc.nat(2000), fc.nat(59), (rows, from, span, kept) => {
        const heights = build(rows);
        const drawn = rowsBetween(heights, from, from + span, kept < rows.length ? [kept] : []);
        assert.deepEqual(
          drawn,
          [...new Set(drawn)].sort((a, b) => a - b),
        );
        rows.forEach((_, index) => {
          const [top, bottom] = [heights.top(index), heights.top(index + 1)];
          if (bottom > from && top < from + span) assert.ok(drawn.includes(index), `row ${index}`);
          if (top > from + span && index > 0) {
            assert.ok(!drawn.includes(index) || index === kept, `row ${index} too many`);
          }
        });
      }),
    );
  });

  it('is empty without rows', () => {
    const heights = new RowHeights();
    assert.deepEqual([heights.total, heights.count, heights.indexAt(5)], [0, 0, 0]);
    assert.deepEqual(rowsBetween(heights, 0, 100), []);
  });
});
