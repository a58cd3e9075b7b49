import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { BusConnection } from '../../../../src/ui/desktop/dbus/busConnection.ts';
import {
  decodeMessage,
  encodeCall,
  sizeOfMessage,
} from '../../../../src/ui/desktop/dbus/message.ts';
import { Reader } from '../../../../src/ui/desktop/dbus/reader.ts';
import { DBusFormatError, Variant } from '../../../../src/ui/desktop/dbus/signature.ts';
import { Writer } from '../../../../src/ui/desktop/dbus/writer.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const CALL = { destination: 'a.b', path: '/a/b', interface: 'a.b', member: 'Do' };

describe('the values of D-Bus', () => {
  const through = (signature: string, values: Parameters<Writer['writeAll']>[1]) => {
    const writer = new Writer();
    writer.writeAll(signature, values);
    return new Reader(writer.bytes, true).readAll(signature);
  };

  it('come back as they were, aligned', () => {
    const values = [
      'ä😀',
      true,
      7,
      -1,
      4_294_967_295,
      ['a', ''],
      [],
      [['k', new Variant('ay', [1])]],
    ];
    assert.deepEqual(through('sbyiuasasa{sv}', values), values);
  });

  it('come back at any length', () => {
    for (let length = 230; length < 270; length++) {
      const values = ['x'.repeat(length), 7, 8, new Variant('g', 'u')];
      assert.deepEqual(through('syyv', values), values);
    }
  });

  it('have no NUL, which would end the connection', () => {
    assert.deepEqual(through('s', ['a\0b']), ['a\ufffdb']);
  });

  it('are read in either order of bytes', () => {
    const bytes = Uint8Array.from([0, 0, 0, 3, 97, 98, 99, 0]);
    assert.deepEqual(new Reader(bytes, false).readAll('s'), ['abc']);
    assert.throws(() => new Reader(bytes, true).readAll('s'), DBusFormatError);
  });

  it('are refused if they are not of their type', () => {
    assert.throws(() => through('u', ['1']), TypeError);
    assert.throws(() => through('us', [1]), TypeError);
  });

  it('A50: are refused without end or depth, with nothing but one kind of error', () => {
    for (const signature of ['(', 'a', '{s', 'z', '()'.repeat(200), 'a'.repeat(100), 'a()']) {
      const bytes = new Uint8Array(64).fill(1);
      assert.throws(() => new Reader(bytes, true).readAll(signature), DBusFormatError, signature);
    }
    // A variant in a variant, and so on.
    const variants = Buffer.from('\x01v\0'.repeat(1000), 'latin1');
    assert.throws(() => new Reader(variants, true).readAll('v'), DBusFormatError);
  });

  it('A50: any bytes are a message or refused', () => {
    const valid = encodeCall({ ...CALL, signature: 'sas', args: ['x', ['y']] }, 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255))), (changes) => {
        const bytes = Buffer.from(valid);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          const size = sizeOfMessage(bytes);
          if (size === undefined || size > bytes.length) return;
          decodeMessage(bytes.subarray(0, size)).body();
        } catch (error) {
          assert.ok(error instanceof DBusFormatError, String(error));
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a connection to D-Bus', () => {
  let folder: string;
  let server: Server;
  let clock: FakeClock;
  let serve: (socket: Socket) => void;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-bus-'));
    clock = new FakeClock();
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      serve(socket);
    });
    server.listen(path.join(folder, 'bus'));
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    server.close();
    await rm(folder, { recursive: true });
  });

  const open = () => BusConnection.open(path.join(folder, 'bus'), clock);
  const failing = (answer: string | Buffer, reason: RegExp) => async () => {
    serve = (socket) => socket.once('data', () => socket.write(answer));
    await assert.rejects(open(), reason);
  };
  const NO_BUS = /There is no D-Bus/u;
  const ENDED = /The connection to D-Bus has ended/u;

  it('fails where nobody listens', async () => {
    await assert.rejects(BusConnection.open(path.join(folder, 'nothing'), clock), NO_BUS);
  });

  it('A50: fails when the bus says nothing', async () => {
    const connected = once(server, 'connection');
    serve = () => undefined;
    const opened = open();
    await connected;
    clock.advance(5000);
    await assert.rejects(opened, NO_BUS);
  });

  it('A50: fails when the bus refuses', failing('REJECTED EXTERNAL\r\n', NO_BUS));
  it('A50: fails when a line does not end', failing('OK '.padEnd(5000, 'x'), NO_BUS));
  it('A50: fails when no message follows', failing('OK x\r\nGET / HTTP/1.1\r\n\r\n\r\n', ENDED));
  it('A50: fails when a message is too large', async () => {
    const header = Buffer.from('l\x02\0\x01\xff\xff\xff\x7f\x01\0\0\0\0\0\0\0', 'latin1');
    await failing(Buffer.concat([Buffer.from('OK x\r\n'), header]), ENDED)();
  });

  it('A50: fails when the bus hangs up', async () => {
    serve = (socket) => socket.end();
    await assert.rejects(open(), NO_BUS);
  });
});
