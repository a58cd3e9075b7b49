import * as v from 'valibot';
import { type Api, RequestError } from '../api/channel.ts';
import type { Method } from '../api/requests.ts';
import type { Topic } from '../api/topics.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { Accounts } from '../model/account/accounts.ts';
import { Attention } from './attention.ts';
import { errorView } from './errors.ts';
import { MessagePages } from './messagePages.ts';
import { requestHandlers } from './requests.ts';
import { requestSchemas, topicSchemas } from './schema.ts';
import { tooLong } from './tooLong.ts';
import { topicSources } from './topics.ts';

/** The contract, checked at the door: whatever comes in is treated as coming from a stranger. */
export interface Host extends Api {
  /** @throws RequestError when the method or its parameters are not of the contract, or it fails */
  requestUnchecked(method: string, params: unknown): Promise<unknown>;
  /** @throws RequestError when the topic or its parameters are not of the contract */
  watchUnchecked(topic: string, params: unknown, listener: (change: unknown) => void): Disposable;
}

/** Serves the contract from the model. */
export function createHost(accounts: Accounts, deps: { clock: Clock; log: Log }): Host {
  const pages = new MessagePages(deps);
  const handlers = requestHandlers(accounts, pages);
  const sources = topicSources(accounts, {
    pages,
    attention: new Attention(accounts),
    clock: deps.clock,
  });
  const refuse = (issues: readonly v.BaseIssue<unknown>[] = []) =>
    new RequestError(
      tooLong(issues) ?? {
        code: 'bad-request',
        message: 'Parley did not understand this request: reload the window and try again.',
      },
    );
  const failed = (error: unknown) => new RequestError(errorView(error, deps.log));

  const requestUnchecked = async (method: string, params: unknown): Promise<unknown> => {
    if (!Object.hasOwn(requestSchemas, method)) throw refuse();
    const checked = v.safeParse(requestSchemas[method as Method], params);
    if (!checked.success) throw refuse(checked.issues);
    try {
      return await handlers[method as Method](checked.output as never);
    } catch (error) {
      throw failed(error);
    }
  };
  const watchUnchecked = (
    topic: string,
    params: unknown,
    listener: (change: unknown) => void,
  ): Disposable => {
    if (!Object.hasOwn(topicSchemas, topic)) throw refuse();
    const checked = v.safeParse(topicSchemas[topic as Topic], params);
    if (!checked.success) throw refuse(checked.issues);
    try {
      return sources[topic as Topic](checked.output as never, listener);
    } catch (error) {
      throw failed(error);
    }
  };
  return {
    requestUnchecked,
    watchUnchecked,
    request: (method, params) => requestUnchecked(method, params) as Promise<never>,
    watch: (topic, params, listener) => watchUnchecked(topic, params, listener as never),
  };
}
