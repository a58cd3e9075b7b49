import assert from 'node:assert/strict';
import { processZone } from '../../../src/base/timeZone.ts';
import { UserTimeZone } from '../../../src/ui/userTimeZone.ts';
import { MemoryValues } from '../../support/memoryStores.ts';

describe('the user’s time zone', () => {
  it('is that of the chat tabs, also after a restart, and until then that of this process', () => {
    const values = new MemoryValues();
    const zone = new UserTimeZone(values);
    assert.equal(zone.name, processZone());
    zone.learn('Pacific/Kiritimati');
    zone.learn('Mars/Olympus');
    assert.equal(zone.name, 'Pacific/Kiritimati');
    assert.equal(new UserTimeZone(values).name, 'Pacific/Kiritimati');
    for (const junk of [1, 'Mars/Olympus', undefined]) {
      values.all.set('timeZone', junk);
      assert.equal(new UserTimeZone(values).name, processZone());
    }
  });
});
