/** Maximum wait for something of the workbench, in ms. */
export const TIMEOUT_MS = 60_000;

/** Tries again until it succeeds; after a minute, it fails as the last time. */
export async function until(attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
