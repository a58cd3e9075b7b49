import assert from 'node:assert/strict';
import { told } from './say.ts';

/** For `assert.rejects` and `throws`: whether the user is told this, in English. */
export function telling(sentence: string | RegExp): (error: unknown) => true {
  return (error) => {
    if (typeof sentence === 'string') assert.equal(told(error), sentence);
    else assert.match(told(error), sentence);
    return true;
  };
}
