/** Owns the session of the folder named by the argument, says what it became, and stays. */
import { elect } from '../../src/windows/election.ts';

const outcome = await elect(process.argv[2] ?? '', () => undefined, { version: '1' });
process.send?.({ role: outcome.role, record: outcome.record });
