import type { Api } from '../../api/channel.ts';
import type { OfChat } from '../../api/requests.ts';
import type { Clock } from '../../base/clock.ts';

/** How long a notification waits for a picture that is not stored yet, in milliseconds. */
const WAIT_MS = 1000;

/** The path of the file with an avatar; `undefined` if it cannot be had, or not soon. */
export function senderPicture(
  api: Api,
  clock: Pick<Clock, 'after'>,
  of: OfChat,
  hash: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = clock.after(WAIT_MS, () => {
      resolve(undefined);
    });
    api
      .request('getAvatarFile', { ...of, hash })
      .then(
        (file) => {
          resolve(file ?? undefined);
        },
        () => {
          resolve(undefined);
        },
      )
      .finally(() => {
        timer.dispose();
      });
  });
}
