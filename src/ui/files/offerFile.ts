import { randomUUID } from 'node:crypto';
import { type Api, RequestError } from '../../api/channel.ts';
import type { OfChat, OfferedFile } from '../../api/requests.ts';
import type { PieceView } from '../../api/views.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import { userError } from '../../base/userError.ts';
import type { LocalFile } from './localFile.ts';
import { endOfTransfer } from './transferEnd.ts';

/** A file that the window with the session may read, until disposed. */
export interface Offer extends Disposable {
  readonly file: OfferedFile;
}

/** Offers a file of this window to the one with the session, which reads it in pieces. */
export function offerFile(api: Api, file: LocalFile): Offer {
  const source = randomUUID();
  const { name, mediaType, size, thumbnail, modified } = file;
  const answer = async ({ id: piece, offset, length }: PieceView) => {
    try {
      const content = await file.read(offset, length);
      await api.request('givePiece', { source, piece, content });
    } catch (error) {
      const known = error instanceof RequestError;
      const why = known ? error.userError : userError('unreadable', { name });
      await api.request('failPiece', { source, piece, error: why });
    }
  };
  const watch = api.watch('wantedPieces', { source }, (change) => {
    if (change.kind !== 'upsert') return;
    for (const piece of change.items) {
      // Without the window that wants it, it is of no use.
      answer(piece).catch(() => undefined);
    }
  });
  return {
    file: {
      ...{ source, name, mediaType, size },
      ...(thumbnail !== undefined && { thumbnail }),
      ...(modified !== undefined && { modified }),
    },
    dispose: () => {
      watch.dispose();
      file.close().catch(() => undefined);
    },
  };
}

/** Goes on to offer a file until its transfer has ended for good: until it cannot be retried. */
export function offerUntilOver(api: Api, of: OfChat, transfer: string, offer: Offer): void {
  const isOver = ({ state }: { state: string }) => state === 'done' || state === 'cancelled';
  endOfTransfer(api, of, transfer, { isOver })
    .catch(() => undefined)
    .finally(() => {
      offer.dispose();
    });
}
