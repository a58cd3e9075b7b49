import type { Disposable } from '../../base/lifecycle.ts';

/** The host's end of the channel to one page. */
export interface TabChannel extends Disposable {
  /** Handles a message from the page. @returns false if it is not part of the contract */
  receive(message: unknown): boolean;
}
