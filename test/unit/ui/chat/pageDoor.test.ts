import assert from 'node:assert/strict';
import { PageDoor } from '../../../../src/ui/chat/pageDoor.ts';

const of = { account: 'ada@example.org', chat: 'grace@example.org' };

describe('PageDoor', () => {
  it('C4: admits nothing of the page that was there before', () => {
    const door = new PageDoor(of);
    assert.equal(door.admits({ type: 'contactCommand', command: 'block' }), false);
    assert.equal(door.admits(undefined), false);
    assert.equal(door.admits({ type: 'loaded', ...of, chat: 'eve@example.org' }), false);
    assert.equal(door.admits({ type: 'loaded', ...of, account: 'eve@example.org' }), false);
    assert.equal(door.admits({ type: 'sendUris', uris: ['file:///a.ts'] }), false);
  });

  it('admits all that the page of its chat says once it is loaded, and its reloads', () => {
    const door = new PageDoor(of);
    assert.equal(door.admits({ type: 'loaded', ...of }), true);
    assert.equal(door.admits({ type: 'goToChat' }), true);
    assert.equal(door.admits(undefined), true);
    assert.equal(door.admits({ type: 'loaded', ...of }), true);
  });
});
