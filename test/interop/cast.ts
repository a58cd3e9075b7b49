import type { MessageView } from '../../src/api/views.ts';
import type { TestClient } from '../support/client.ts';
import {
  type ClientKind,
  type OtherClient,
  type Run,
  type Step,
  WAIT_MS,
} from './clients/otherClient.ts';

export const account = 'ada@localhost';
export const chat = 'bob@localhost';
export const of = { account, chat };

/** Ada's Parley; Bob with another client, and Ada with a second one of those. */
export interface Cast {
  readonly parley: TestClient;
  readonly bob: OtherClient;
  readonly twin: OtherClient;
  readonly folder: string;
  readonly kind: ClientKind;
  /** How many connections to the server's proxy of SOCKS5 bytestreams the clients have made. */
  readonly proxied: () => number;
  /** Takes that proxy away. */
  readonly stopProxy: () => Promise<void>;
}

/** A feature, tried in both directions. */
export interface Trial {
  /** Whose client the step is for: that of the contact, or the other one of the same account. */
  readonly who: 'bob' | 'twin';
  /** Parley does something, and the step `shows` is what comes of it. */
  readonly fromParley: (cast: Cast, shows: Run) => Promise<unknown>;
  /** The step `does` is taken, and Parley shows what comes of it. */
  readonly toParley: (cast: Cast, does: Run) => Promise<unknown>;
}

export const step = (body: string, part: Partial<Step> = {}): Step => ({
  body,
  next: '',
  file: '',
  to: '',
  ...part,
});

/** The full address of Ada's Parley. */
export const addressOf = ({ parley }: Cast) => `${account}/${parley.resource}`;

/** Waits for a message that Parley shows. */
export const see = ({ parley }: Cast, fits: (message: MessageView) => unknown) =>
  parley.waitFor('messages', of, fits, WAIT_MS);
