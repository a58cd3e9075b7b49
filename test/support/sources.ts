import type { Api } from '../../src/api/channel.ts';
import type { OfChat } from '../../src/api/requests.ts';
import type { SendingWay } from '../../src/api/views.ts';
import { memoryFile } from '../../src/ui/files/localFile.ts';
import { offerFile } from '../../src/ui/files/offerFile.ts';
import type { FileSource } from '../../src/xmpp/files/fileOffer.ts';

/** A file whose content is in memory. */
export function memorySource(content: Uint8Array, name = 'a.bin'): FileSource {
  return {
    ...{ name, size: content.length, mediaType: 'application/octet-stream' },
    read: (offset, length) => Promise.resolve(content.subarray(offset, offset + length)),
  };
}

/** Sends a file as a window does, and offers it for ever. @returns the transfer's id */
export function sendContent(
  api: Api,
  of: OfChat,
  { name, content, mediaType }: { name: string; content: Uint8Array; mediaType: string },
  way?: SendingWay,
  device?: string,
): Promise<string> {
  const { file } = offerFile(api, memoryFile(name, content));
  const chosen = { ...(way && { way }), ...(device !== undefined && { device }) };
  return api.request('sendFile', { ...of, ...file, mediaType, ...chosen });
}
