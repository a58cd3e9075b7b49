import * as v from 'valibot';
import { type Api, RequestError } from '../api/channel.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import { userError } from '../base/userError.ts';
import type { Accounts } from '../model/account/accounts.ts';
import { Attention } from './attention.ts';
import { userErrorOf } from './errors.ts';
import { FileSources } from './fileSources.ts';
import { MessagePages } from './messagePages.ts';
import { isMethod, methods } from './methods.ts';
import { tooLong } from './tooLong.ts';
import { isTopic, topics, type Watchable } from './topics.ts';

/** The contract with input validation: all input is treated as untrusted. */
export interface Host extends Api {
  /** @throws RequestError when the method or its parameters are not in the contract, or it fails */
  requestUnchecked(method: string, params: unknown): Promise<unknown>;
  /** @throws RequestError when the topic or its parameters are not in the contract */
  watchUnchecked(topic: string, params: unknown, listener: (change: unknown) => void): Disposable;
}

/** Serves the contract from the model. */
export function createHost(accounts: Accounts, deps: { clock: Clock; log: Log }): Host {
  const model: Watchable = {
    accounts,
    pages: new MessagePages(deps),
    sources: new FileSources(deps.clock),
    attention: new Attention(accounts),
    clock: deps.clock,
  };
  const refuse = (issues: readonly v.BaseIssue<unknown>[] = []) =>
    new RequestError(tooLong(issues) ?? userError('bad-request'));
  const failed = (error: unknown) => new RequestError(userErrorOf(error, deps.log));

  const requestUnchecked = async (method: string, params: unknown): Promise<unknown> => {
    if (!isMethod(method)) throw refuse();
    const checked = v.safeParse(methods[method].params, params);
    if (!checked.success) throw refuse(checked.issues);
    try {
      return await methods[method].run(model, checked.output as never);
    } catch (error) {
      throw failed(error);
    }
  };
  const watchUnchecked = (
    topic: string,
    params: unknown,
    listener: (change: unknown) => void,
  ): Disposable => {
    if (!isTopic(topic)) throw refuse();
    const checked = v.safeParse(topics[topic].params, params);
    if (!checked.success) throw refuse(checked.issues);
    try {
      return topics[topic].watch(model, checked.output as never, listener);
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
