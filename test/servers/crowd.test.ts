import assert from 'node:assert/strict';
import { startedHere } from '../support/started.ts';
import { account, Scene } from './scene.ts';
import { startProsody } from './prosody.mjs';

const room = 'crowd@conference.localhost';
const of = { account, chat: room };
const SIZE = 200;

describe('a room with a crowd, on Prosody', () => {
  const started = startedHere();

  it('has all who are there at once, and what they said before', async () => {
    const scene = await started.add(Scene.start(startProsody, { crowd: SIZE }));
    const client = await scene.signIn();
    await client.request('joinRoom', { ...of, nick: 'Ada' });
    const isFull = ({ id, occupants }: { readonly id: string; readonly occupants: number }) =>
      id === room && occupants === SIZE + 1;
    const { counts, name, subject } = await client.waitFor('rooms', { account }, isFull);
    assert.deepEqual(
      [counts.moderator, counts.participant, name, subject],
      [1, SIZE, 'Crowd', 'A room with many people'],
    );
    const part = { ...of, filter: '', offset: 0, limit: SIZE };
    const { occupants } = await client.waitFor('occupants', part, ({ total }) => total > SIZE);
    assert.equal(new Set(occupants.map(({ id }) => id)).size, SIZE);
    await client.waitFor('messages', of, ({ body }) => body.startsWith('Does anybody know'));
  });
});
