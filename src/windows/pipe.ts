import type { Socket } from 'node:net';
import {
  createMessageConnection,
  type Message,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import * as v from 'valibot';

/** The first request: the password; answered with the countersign. */
export const HELLO = 'hello';
/** A request of the client that is answered at once, by an owner who is well. */
export const PING = 'ping';
/** Every other message is one of the contract's, in a notification of this name. */
export const CONTRACT = 'contract';

/** How long one may take to make oneself known, in ms. */
export const HELLO_MS = 15_000;

/** How bytes are written in JSON: an object with this key alone, and base64 in it. */
const BYTES = '$bytes';
const encoded = v.strictObject({ [BYTES]: v.string() });

/**
 * JSON-RPC 2.0 over a pipe, with bytes as a value; to be told to listen.
 * @param handled hears of how many bytes each message was that comes.
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
  // It would tell for ever that a message is not whole, also of a pipe that is closed.
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
