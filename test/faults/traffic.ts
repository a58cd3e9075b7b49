/** Does something again and again, at this interval, whether or not it has ended before. */
export function every(
  intervalMs: number,
  work: () => Promise<void>,
): { readonly stop: () => Promise<void> } {
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const timer = setInterval(() => {
    const one: Promise<void> = work()
      .catch((error: unknown) => void errors.push(error))
      .finally(() => running.delete(one));
    running.add(one);
  }, intervalMs);
  return {
    /** Waits for what is under way. @throws what one of them did */
    stop: async () => {
      clearInterval(timer);
      await Promise.all(running);
      if (errors.length > 0) throw errors[0];
    },
  };
}
