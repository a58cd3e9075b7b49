/** What chance is made of: the same in every run, unless `PARLEY_SEED` says otherwise. */
export const SEED = Number(process.env['PARLEY_SEED'] ?? 1);

/** Random numbers from 0 on and below 1 that come again with the same seed (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
