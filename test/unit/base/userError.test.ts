import assert from 'node:assert/strict';
import {
  describeUserError,
  failure,
  kindOf,
  parseUserError,
  userError,
} from '../../../src/base/userError.ts';

const task = userError('task.add-contact', { name: 'Ada' });
const nested = (depth: number): unknown => ({
  code: 'lost',
  params: depth > 1 ? { inner: nested(depth - 1) } : {},
});

describe('UserError', () => {
  it('is acted on by its kind, and described to the log by its code', () => {
    const error = failure('bad-certificate.expired', { name: 'a.org', validTo: 'June' });
    assert.equal(error.code, 'bad-certificate');
    assert.equal(kindOf(error.userError), 'bad-certificate');
    assert.equal(error.message, 'bad-certificate.expired (name: a.org, validTo: June)');
    assert.equal(
      describeUserError(userError('unsendable.limit', { task, most: { bytes: 7 } })),
      'unsendable.limit (task: task.add-contact (name: Ada), most: 7 bytes)',
    );
  });

  it('is read as it was written', () => {
    for (const error of [
      task,
      userError('no-account'),
      userError('too-long', { most: 1, length: 2 }),
      userError('unsendable.limit', { task, most: { bytes: 7 } }),
      { code: 'newer.than-this', params: { what: 'ever' } },
    ]) {
      assert.deepEqual(parseUserError(JSON.parse(JSON.stringify(error))), error);
    }
  });

  it('is cut where a text is long', () => {
    const read = parseUserError({ code: 'lost', params: { domain: 'x'.repeat(5000) } });
    assert.deepEqual(read?.params, { domain: 'x'.repeat(4000) });
  });

  for (const [what, value] of [
    ['nothing', undefined],
    ['a sentence', 'It failed.'],
    ['a list', []],
    ['no params', { code: 'lost' }],
    ['a list of params', { code: 'lost', params: [] }],
    ['a code that is none', { code: '<b>', params: {} }],
    ['a long code', { code: 'x'.repeat(61), params: {} }],
    [
      'many params',
      { code: 'lost', params: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [n, n])) },
    ],
    ['what no sentence can name', { code: 'lost', params: { domain: true } }],
    ['a size that is none', { code: 'lost', params: { most: { bytes: '7' } } }],
    ['what is too deep', nested(4)],
  ] as const) {
    it(`is not ${what}`, () => {
      assert.equal(parseUserError(value), undefined);
    });
  }
});
