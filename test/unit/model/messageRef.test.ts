import assert from 'node:assert/strict';
import { type NamedMessage, type Naming, refFor } from '../../../src/model/messageRef.ts';

describe('what others call a message of a one-to-one chat', () => {
  const sender = 'bob@example.org';
  const namings: readonly Naming[] = [
    ...(['correction', 'retraction', 'reactions', 'reply'] as const),
    ...(['error', 'marker', 'readSync'] as const),
  ];
  const idsOf = (message: Omit<NamedMessage, 'sender'>) =>
    namings.map((naming) => refFor(naming, { kind: 'chat' }, { sender, ...message })?.id);

  it('is the id that its sender chose, for markers the stanza’s, for what was read the archive’s', () => {
    const message = { id: 'here', originId: 'origin', stanzaId: 'archive', attribute: 'stanza' };
    assert.deepEqual(idsOf(message), [
      ...['origin', 'origin', 'origin', 'origin', 'origin'],
      ...['stanza', 'archive'],
    ]);
  });

  it('is our own id where that is the one it was sent under, and nothing where it has no name', () => {
    assert.deepEqual(idsOf({ id: 'here' }), [
      ...['here', 'here', 'here', 'here', 'here'],
      ...[undefined, undefined],
    ]);
  });

  it('is nothing for a file that was offered by itself', () => {
    const message = { id: 'here', stanzaId: 'archive', offer: { state: 'done' } };
    assert.deepEqual(
      idsOf(message),
      namings.map(() => undefined),
    );
  });

  it('counts with who wrote it', () => {
    assert.deepEqual(refFor('reply', { kind: 'chat' }, { sender, id: 'm' }), { sender, id: 'm' });
  });
});
