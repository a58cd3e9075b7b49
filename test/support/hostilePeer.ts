import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { StreamParser } from '../../src/xmpp/stream/xml/parser.ts';
import type { Element } from '../../src/xmpp/stanza/xml.ts';
import type { Certificate } from './certificates.ts';
import { ScramServer, type ScramTrick } from './scramServer.ts';

const NS_STREAMS = 'http://etherx.jabber.org/streams';
const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const PATIENCE_MS = 5000;

/** How {@link HostilePeer.signIn} behaves. */
export interface SignIn {
  readonly certificate?: Certificate;
  /** Offered in this order; SCRAM-SHA-256, SCRAM-SHA-1 and PLAIN when absent. */
  readonly mechanisms?: readonly string[];
  readonly password?: string;
  readonly trick?: ScramTrick;
  /** Further stream features after authentication, as XML. */
  readonly features?: string;
}

/** So many were opened: each has an id of its own (RFC 6120 §4.7.3). */
let streams = 0;

/** The server's end of one connection. */
export class HostilePeer {
  /** Everything the client sent, clear or decrypted, as text. */
  received = '';
  /** The name the client asked a certificate for (RFC 6066 §3), once in TLS. */
  servername: string | undefined;
  /** The protocol agreed on in TLS (RFC 7301). */
  alpn: string | undefined;
  /** Whether the end of the client's stream is answered with ours. */
  polite = true;
  /** Whether the connection is closed. */
  gone = false;
  #socket: Socket;
  #parser = new StreamParser({ framed: false, maxStanzaBytes: 16 * 1024 * 1024 });
  #inbox: Element[] = [];
  #wake: () => void = () => undefined;
  readonly #closed: Promise<void>;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.gone = true;
        this.#wake();
        resolve();
      });
    });
    this.#listen();
  }

  /** Writes as is. */
  send(data: string | Buffer): void {
    if (!this.#socket.destroyed) this.#socket.write(data);
  }

  /** Writes each byte by itself, in a packet of its own as far as the system allows. */
  async sendByteByByte(text: string): Promise<void> {
    for (const byte of Buffer.from(text)) {
      this.send(Buffer.of(byte));
      await new Promise(setImmediate);
    }
  }

  /** Writes and waits until it left, so that large data does not pile up. */
  async sendSlowly(data: string | Buffer): Promise<void> {
    if (!this.gone && !this.#socket.write(data)) {
      await Promise.race([once(this.#socket, 'drain'), this.#closed]);
    }
  }

  /** The next element the client sends. @throws Error when it is another, or none in 5 s. */
  async expect(name: string): Promise<Element> {
    const element = await this.next();
    assert.equal(element.getName(), name, `the client sent ${element.toString()}`);
    return element;
  }

  /** The next top-level element, or the header of its stream. */
  async next(): Promise<Element> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const element = this.#inbox.shift();
      if (element) return element;
      const left = deadline - performance.now();
      if (this.gone) throw new Error('the client is gone');
      if (left <= 0) throw new Error('the client sent nothing');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Waits for the client's stream header. */
  expectOpen(): Promise<Element> {
    return this.expect('stream');
  }

  /** Answers the client's stream header with ours and these features. */
  async open(features: string): Promise<void> {
    await this.answerOpen(`<stream:features>${features}</stream:features>`);
  }

  /** Answers the client's stream header with ours and anything. */
  async answerOpen(content: string): Promise<void> {
    const { attrs } = await this.expectOpen();
    const from = attrs['to'] ?? 'localhost';
    streams += 1;
    this.send(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='${NS_STREAMS}' id='s${streams}' from='${from}' version='1.0'>${content}`,
    );
  }

  /** Opens the stream and changes to TLS (RFC 6120 §5). */
  async startTls(certificate: Certificate): Promise<void> {
    await this.open(`<starttls xmlns='${NS_TLS}'><required/></starttls>`);
    await this.expect('starttls');
    this.send(`<proceed xmlns='${NS_TLS}'/>`);
    await this.upgrade(certificate);
  }

  /** Takes the server's part in a TLS handshake. @throws Error when the client breaks it off. */
  async upgrade(certificate: Certificate): Promise<void> {
    this.#socket.removeAllListeners('data');
    const plain = this.#socket;
    const socket = await new Promise<tls.TLSSocket>((resolve, reject) => {
      const server = tls.createServer({ ...certificate, ALPNProtocols: ['xmpp-client'] }, resolve);
      server.once('tlsClientError', reject);
      plain.once('close', () => {
        reject(new Error('the client is gone'));
      });
      server.emit('connection', plain);
    });
    this.servername = typeof socket.servername === 'string' ? socket.servername : undefined;
    this.alpn = socket.alpnProtocol === false ? undefined : (socket.alpnProtocol ?? undefined);
    this.#socket = socket;
    this.#listen();
    this.restart();
  }

  /** Expects a new stream from now on. */
  restart(): void {
    this.#parser.stop();
    this.#parser = new StreamParser({ framed: false, maxStanzaBytes: 16 * 1024 * 1024 });
    this.#hear();
  }

  /** Offers mechanisms and waits for the client's choice. */
  async expectAuth(mechanisms: readonly string[]): Promise<Element> {
    const offer = mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('');
    await this.open(`<mechanisms xmlns='${NS_SASL}'>${offer}</mechanisms>`);
    return this.expect('auth');
  }

  /** Opens the stream and authenticates the client, honestly or not. Result: whether it succeeded. */
  async authenticate(options: SignIn = {}): Promise<boolean> {
    const mechanisms = options.mechanisms ?? ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'];
    const auth = await this.expectAuth(mechanisms);
    const password = options.password ?? 'secret';
    const mechanism = auth.attrs['mechanism'] ?? '';
    let data = '';
    if (mechanism === 'PLAIN') {
      if (decode(auth.text()).split('\0')[2] !== password) return this.#refuse();
    } else {
      const scram = new ScramServer(mechanism, password, options.trick);
      this.send(sasl('challenge', scram.challenge(decode(auth.text()))));
      const response = await this.expect('response');
      if (!scram.accepts(decode(response.text()))) return this.#refuse();
      data = scram.final();
      if (options.trick === 'signature-as-challenge') {
        this.send(sasl('challenge', data));
        await this.expect('response');
        data = '';
      }
    }
    this.restart();
    this.send(sasl('success', data));
    return true;
  }

  /** Opens the stream and binds a resource (RFC 6120 §7), of `account`. Result: the full JID. */
  async bind(features = '', account = 'ada@localhost'): Promise<string> {
    await this.open(`<bind xmlns='${NS_BIND}'/>${features}`);
    const iq = await this.expect('iq');
    const resource = iq.getChild('bind', NS_BIND)?.getChildText('resource') ?? 'given';
    const jid = `${account}/${resource}`;
    this.send(
      `<iq type='result' id='${iq.attrs['id'] ?? ''}'><bind xmlns='${NS_BIND}'><jid>${jid}</jid></bind></iq>`,
    );
    return jid;
  }

  /** The whole way of an ordinary client. Result: the full JID, or `undefined` when not let in. */
  async signIn(options: SignIn = {}): Promise<string | undefined> {
    if (options.certificate) await this.startTls(options.certificate);
    return (await this.authenticate(options)) ? this.bind(options.features) : undefined;
  }

  /** Resolves when the connection is closed. @throws Error when it is not within `ms`. */
  async expectClose(ms = PATIENCE_MS): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`the client did not close the connection within ${ms} ms`));
      }, ms);
    });
    await Promise.race([this.#closed, late]);
    clearTimeout(timer);
  }

  /** Cuts the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  #refuse(): false {
    this.send(`<failure xmlns='${NS_SASL}'><not-authorized/></failure>`);
    return false;
  }

  #listen(): void {
    this.#socket.on('data', (data: Buffer) => {
      this.received += data.toString('utf8');
      this.#parser.write(data);
    });
    // A client that breaks off is no fault of the server; it shows as closed.
    this.#socket.on('error', () => {
      this.gone = true;
      this.#socket.destroy();
    });
    this.#hear();
  }

  /** As Prosody does where it is asked for a resource that nobody has, so that no test need wait for that. */
  #answersAbsent({ attrs: { id = '', to = '' } }: Element): boolean {
    if (!to.includes('/absent-')) return false;
    this.send(
      `<iq type='error' id='${id}' from='${to}'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
    );
    return true;
  }

  #hear(): void {
    const take = (element: Element) => {
      if (this.#answersAbsent(element)) return;
      this.#inbox.push(element);
      this.#wake();
    };
    this.#parser.on('start', take);
    this.#parser.on('element', take);
    this.#parser.on('end', () => {
      if (!this.polite) return;
      this.send('</stream:stream>');
      this.#socket.end();
    });
  }
}

function sasl(name: string, text: string): string {
  return `<${name} xmlns='${NS_SASL}'>${Buffer.from(text).toString('base64')}</${name}>`;
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
