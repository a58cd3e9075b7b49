import { randomInt } from 'node:crypto';

/** Random numbers that come again with the same seed (mulberry32). */
export function randomFrom(given?: string): {
  readonly seed: number;
  readonly random: () => number;
} {
  const seed = given === undefined ? randomInt(2 ** 32) : Number(given);
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, random };
}
