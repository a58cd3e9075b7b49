import { describeHistory } from '../support/historyContract.ts';
import { inTemporaryFolder } from './open.ts';

describe('SqliteHistory', () => {
  const { open } = inTemporaryFolder();
  describeHistory(() => open());
});
