import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { MAX_GIVEN_FILES } from '../../api/panel.ts';
import type { SendingWay } from '../../api/views.ts';
import { savingId } from '../../api/savingId.ts';
import { checkedThumbnail } from '../../base/thumbnail.ts';
import { MAX_THUMBNAIL_URL } from '../../base/thumbnailLimits.ts';
import { failure } from '../../base/userError.ts';
import type { ChosenWay } from '../../model/files/possibleWays.ts';
import { filesOf } from '../../model/history.ts';
import {
  chatOf,
  downloadsOf,
  findMessage,
  incomingOf,
  nothing,
  transfersOf,
  writableChatOf,
} from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import {
  fileSize,
  id,
  MAX_BODY_LENGTH,
  ofAccount,
  ofChat,
  ofSource,
  resource,
  shownError,
} from '../schema.ts';
import { fileView } from '../fileViews.ts';

/** The last moment that a date can tell, in ms since 1970: the end of 9999. */
const MAX_TIME = Date.UTC(10_000, 0) - 1;

/** Where the file of a message is to be saved. */
const ofTarget = {
  ...ofChat,
  message: id,
  path: v.pipe(v.string(), v.maxLength(4096), v.check(isAbsolute)),
  replace: v.boolean(),
};
const fileAt = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0)));
const directWay = v.picklist(['jingle', 'si']);
/** How a file goes; a device only counts with a way. */
const ofWay = {
  way: v.exactOptional(v.picklist(['upload', ...directWay.options])),
  device: v.exactOptional(resource),
};

const offeredFile = {
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
  mediaType: v.pipe(v.string(), v.regex(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/u)),
  ...ofSource,
  size: fileSize,
  thumbnail: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(MAX_THUMBNAIL_URL),
      v.check((url) => checkedThumbnail(url) === url),
    ),
  ),
  modified: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_TIME))),
};

/** Sending and fetching files. */
export const fileMethods = {
  findWay: {
    params: v.strictObject({ ...ofChat, size: fileSize }),
    tab: 'chat',
    repeatable: true,
    run: (served, { size, ...of }) => {
      const [{ transfers }, chat] = chatOf(served, of);
      return transfers.findWay(chat.jid, size);
    },
  },
  findWays: {
    params: v.strictObject({ ...ofChat, size: fileSize }),
    tab: 'none',
    repeatable: true,
    run: (served, { size, ...of }) => {
      const [{ transfers }, chat] = chatOf(served, of);
      return transfers.findWays(chat.jid, size);
    },
  },
  findDevices: {
    params: v.strictObject({ ...ofChat, way: directWay }),
    tab: 'none',
    repeatable: true,
    run: (served, { way, ...of }) => {
      const [{ transfers }, chat] = chatOf(served, of);
      return transfers.findDevices(chat.jid, way);
    },
  },
  sendFiles: {
    params: v.strictObject({
      ...ofChat,
      files: v.pipe(
        v.array(v.strictObject(offeredFile)),
        v.minLength(1),
        v.maxLength(MAX_GIVEN_FILES),
      ),
      caption: v.pipe(v.string(), v.maxLength(MAX_BODY_LENGTH)),
      ...ofWay,
    }),
    tab: 'none',
    repeatable: false,
    run: (served, { files, caption, way, device, ...of }) => {
      const [account, chat] = writableChatOf(served, of);
      const sources = files.map(({ source, ...file }) => served.sources.open(source, file));
      const chosen = chosenWay(way, device);
      return account.transfers.sendTogether(chat.jid, sources, { caption, chosen });
    },
  },
  sendFile: {
    params: v.strictObject({
      ...ofChat,
      ...offeredFile,
      ...ofWay,
    }),
    tab: 'none',
    repeatable: false,
    run: (served, { source, way, device, ...params }) => {
      const [account, chat] = writableChatOf(served, params);
      const file = served.sources.open(source, params);
      return account.transfers.send(chat.jid, file, chosenWay(way, device));
    },
  },
  givePiece: {
    params: v.strictObject({ ...ofSource, piece: id, content: v.instance(Uint8Array) }),
    tab: 'none',
    repeatable: false,
    run: ({ sources }, { source, piece, content }) => {
      sources.give(source, piece, content);
      return Promise.resolve(null);
    },
  },
  failPiece: {
    params: v.strictObject({ ...ofSource, piece: id, error: shownError }),
    tab: 'none',
    repeatable: false,
    run: ({ sources }, { source, piece, error }) => {
      sources.fail(source, piece, error);
      return Promise.resolve(null);
    },
  },
  cancelTransfer: {
    params: v.strictObject({ ...ofChat, transfer: id }),
    tab: 'chat',
    repeatable: false,
    run: (served, { transfer, ...of }) => {
      transfersOf(served, of, transfer).cancel(transfer);
      return Promise.resolve(null);
    },
  },
  retryTransfer: {
    params: v.strictObject({ ...ofChat, transfer: id, ...ofWay }),
    tab: 'chat',
    repeatable: false,
    run: (served, { transfer, way, device, ...of }) =>
      transfersOf(served, of, transfer).retry(transfer, chosenWay(way, device)).then(nothing),
  },
  saveFile: {
    params: v.strictObject({ ...ofTarget, file: fileAt, mayBeProgram: v.boolean() }),
    tab: 'none',
    repeatable: false,
    run: async (served, { message, file: at = 0, path, replace, mayBeProgram, ...of }) => {
      const [{ downloads }, chat] = chatOf(served, of);
      const file = filesOf(await findMessage(chat, message))[at];
      if (!file) throw failure('no-file.announced');
      const target = { path, replace };
      const saved = { id: savingId(message, at), message };
      return downloads.save(chat, saved, file, { target, mayBeProgram });
    },
  },
  fetchFile: {
    params: v.strictObject({
      ...ofChat,
      message: id,
      file: fileAt,
      transfer: v.exactOptional(id),
      most: v.exactOptional(fileSize),
    }),
    tab: 'none',
    repeatable: true,
    run: async (served, { file: at = 0, ...params }) => {
      const [account, chat] = chatOf(served, params);
      const file = filesOf(await findMessage(chat, params.message))[at];
      if (!file) throw failure('no-file.announced');
      return {
        file: fileView(file),
        content: await account.transfers.fetch(file, params.transfer, params.most),
      };
    },
  },
  acceptFile: {
    params: v.strictObject(ofTarget),
    tab: 'none',
    repeatable: false,
    run: (served, { message, path, replace, ...of }) =>
      incomingOf(served, of, message).accept(message, { path, replace }).then(nothing),
  },
  stopFile: {
    params: v.strictObject({ ...ofChat, message: id }),
    tab: 'chat',
    repeatable: true,
    run: async (served, { message, ...of }) => {
      incomingOf(served, of, message).stop(message);
      await downloadsOf(served, of, message).stop(message);
      return null;
    },
  },
  getSavedFile: {
    params: v.strictObject({ ...ofChat, message: id }),
    tab: 'none',
    repeatable: true,
    run: async (served, { message, ...of }) => {
      const saved = downloadsOf(served, of, message).find(message)?.path;
      if (saved !== undefined) return saved;
      const { file, offer } = await findMessage(chatOf(served, of)[1], message);
      const path = offer?.path;
      if (path === undefined) throw failure('no-file.not-here', { name: file?.name ?? '' });
      return path;
    },
  },
  clearTransfers: {
    params: v.strictObject(ofAccount),
    tab: 'none',
    repeatable: true,
    run: ({ accounts }, { account }) => {
      const { downloads, incomingFiles, transfers } = accounts.get(account);
      downloads.clear();
      incomingFiles.clear();
      transfers.clear();
      return Promise.resolve(null);
    },
  },
} satisfies Partial<MethodTable>;

function chosenWay(way?: SendingWay, device?: string): ChosenWay | undefined {
  return way && { way, ...(device !== undefined && { device }) };
}
