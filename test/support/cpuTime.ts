const RUNS = 8;

/**
 * How long `work` keeps this process busy, in ms: not what the machine does besides. Of what takes longer
 * than `most`, the least of eight runs: the compiler and cold caches count in the first, and what runs
 * beside slows them all.
 */
export function cpuTime(work: () => void, most = 50): number {
  let least = Infinity;
  for (let run = 0; run < RUNS && least > most; run++) {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
