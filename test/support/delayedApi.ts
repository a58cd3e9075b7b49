import type { Api } from '../../src/api/channel.ts';
import { onDispose } from '../../src/base/lifecycle.ts';

/** The contract as another window serves it: no change comes before what asked for it has gone on. */
export function delayedApi(api: Api): Api {
  return {
    request: (method, params) => api.request(method, params),
    watch: (topic, params, listener) => {
      let watched = true;
      const subscription = api.watch(topic, params, (change) => {
        setImmediate(() => {
          if (watched) listener(change);
        });
      });
      return onDispose(() => {
        watched = false;
        subscription.dispose();
      });
    },
  };
}
