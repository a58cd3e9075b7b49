// The part of @xmpp/client 0.14 that Parley uses. The published types describe an older version.

declare module '@xmpp/client' {
  import type { EventEmitter } from 'node:events';

  export class Element {
    constructor(name: string, attrs?: Record<string, string | undefined>);
    attrs: Record<string, string | undefined>;
    parent: Element | null;
    children: (Element | string)[];
    is(name: string, xmlns?: string): boolean;
    /** Without its prefix, which means nothing; with it, the library has it as `name`, which is not for use. */
    getName(): string;
    getNS(): string | undefined;
    /** What a prefix stands for; the default namespace where it is absent. */
    findNS(prefix?: string): string | undefined;
    getChild(name: string, xmlns?: string): Element | undefined;
    getChildren(name: string, xmlns?: string): Element[];
    getChildElements(): Element[];
    getChildText(name: string, xmlns?: string): string | null;
    text(): string;
    append(child: Element | string): void;
    t(text: string): this;
    toString(): string;
  }

  type Child = Element | string | undefined | null | false;
  export const xml: {
    (name: string, attrs?: object | null, ...children: (Child | readonly Child[])[]): Element;
    Element: typeof Element;
  };

  export interface Parser extends EventEmitter {
    write(data: Buffer | string): void;
    stop(): void;
  }

  /** The library asks a transport's prototype only. */
  export interface Transport {
    prototype: object;
  }

  export interface Client extends EventEmitter {
    parser: Parser | null;
    transports: Transport[];
    options: { domain: string; lang?: string };
    /** For each waiting step, in milliseconds; 0 for none. */
    timeout: number;
    reconnect: { stop(): void };
    connect(service: string): Promise<void>;
    restart(): Promise<unknown>;
    send(element: Element): Promise<void>;
    write(text: string): Promise<void>;
    disconnect(): Promise<unknown>;
    footer(element: Element | undefined): string;
    footerElement(): Element | undefined;
    _findTransport(service: string): Transport | undefined;
    _onData(data: Buffer): void;
    _onStreamError(element: Element): void;
    _streamError(condition: string): Promise<unknown>;
  }

  export function client(options: Record<string, unknown>): Client;
}
