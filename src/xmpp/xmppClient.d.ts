// The part of @xmpp/client 0.14 that Parley uses. The published types describe an older version.

declare module '@xmpp/client' {
  import type { EventEmitter } from 'node:events';

  export class Element {
    constructor(name: string, attrs?: Record<string, string | undefined>);
    name: string;
    attrs: Record<string, string | undefined>;
    parent: Element | null;
    children: (Element | string)[];
    is(name: string, xmlns?: string): boolean;
    getNS(): string | undefined;
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

  export interface Socket extends EventEmitter {
    secure: boolean;
    connect(parameters: unknown): void;
    end(): void;
    write(data: string, done?: (error?: Error | null) => void): void;
  }

  export interface Transport {
    prototype: {
      Socket: new () => Socket;
      Parser: new () => EventEmitter;
      NS: string;
      socketParameters(service: string): unknown;
      header(element: Element): string;
      headerElement(): Element;
      footer(element: Element): string;
      footerElement(): Element | undefined;
    };
  }

  export interface Client extends EventEmitter {
    jid: unknown;
    status: string;
    socket: Socket | null;
    parser: EventEmitter | null;
    root: Element | null;
    transports: Transport[];
    options: { domain: string; service?: string; lang?: string };
    reconnect: { stop(): void };
    isSecure(): boolean;
    connect(service: string): Promise<void>;
    open(options: { domain: string; lang?: string }): Promise<unknown>;
    restart(): Promise<unknown>;
    send(element: Element): Promise<void>;
    write(text: string): Promise<void>;
    disconnect(): Promise<unknown>;
    stop(): Promise<unknown>;
    _attachSocket(socket: Socket): void;
    _detachSocket(): void;
    _attachParser(parser: EventEmitter): void;
    _detachParser(): void;
    _onData(data: Buffer | string): void;
  }

  export function client(options: Record<string, unknown>): Client;
}
