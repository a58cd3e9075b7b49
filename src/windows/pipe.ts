import type { Socket } from 'node:net';
import {
  createMessageConnection,
  type Message,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import * as v from 'valibot';

/** The first request, with the password; answered with the countersign. */
export const HELLO = 'hello';
/** A request of the client that a responsive owner answers immediately. */
export const PING = 'ping';
/** The notification that carries every message of the contract. */
export const CONTRACT = 'contract';

/** Timeout of the handshake, in milliseconds. */
export const HELLO_MS = 15_000;

/** The only key of an object that encodes bytes in JSON, as base64. */
const BYTES = '$bytes';
const encoded = v.strictObject({ [BYTES]: v.string() });

/**
 * Opens JSON-RPC 2.0 over a pipe, with bytes as values; the caller must call `listen`.
 * @param handled called with the size of each received message, in bytes
 */
export function openPipe(
  socket: Socket,
  handled: (bytes: number) => void = () => undefined,
): MessageConnection {
  const name = 'application/json';
  const reader = new StreamMessageReader(socket, {
    contentTypeDecoder: {
      name,
      decode: (bytes) => {
        handled(bytes.length);
        return Promise.resolve(decode(bytes));
      },
    },
  });
  // The timer would report an incomplete message forever, even after the pipe is closed.
  reader.partialMessageTimeout = 0;
  return createMessageConnection(
    reader,
    new StreamMessageWriter(socket, {
      contentTypeEncoder: { name, encode: (message) => Promise.resolve(encode(message)) },
    }),
  );
}

function encode(message: Message): Uint8Array {
  return Buffer.from(
    JSON.stringify(message, (_, value: unknown) =>
      value instanceof Uint8Array ? { [BYTES]: Buffer.from(value).toString('base64') } : value,
    ),
  );
}

function decode(bytes: Uint8Array): Message {
  return JSON.parse(Buffer.from(bytes).toString(), (_, value: unknown) => {
    const checked = v.safeParse(encoded, value);
    return checked.success ? new Uint8Array(Buffer.from(checked.output[BYTES], 'base64')) : value;
  }) as Message;
}
