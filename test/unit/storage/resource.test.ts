import assert from 'node:assert/strict';
import { ownResource } from '../../../src/storage/resource.ts';
import { MemoryValues } from '../../support/memoryStores.ts';

describe('ownResource', () => {
  it('is made up once, and differs from place to place', () => {
    const values = new MemoryValues();
    const made = ownResource(values);
    assert.match(made, /^parley-[0-9a-f]{12}$/u);
    assert.equal(ownResource(values), made);
    assert.notEqual(ownResource(new MemoryValues()), made);
  });

  it('is made up anew where none can be read', async () => {
    const values = new MemoryValues();
    for (const junk of ['', 7]) {
      await values.update('resource', junk);
      assert.match(ownResource(values), /^parley-/u);
    }
  });
});
