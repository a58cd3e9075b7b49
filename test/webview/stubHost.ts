/**
 * The other end of the chat tab, inside its page: what VS Code gives a webview, and a host that
 * serves the contract from a {@link Script}. Tests drive it through `window.stub`.
 */
import type { ClientMessage, HostMessage } from '../../src/api/channel.ts';
import type { PanelCommand, PanelRequest } from '../../src/api/panel.ts';
import { fold } from '../../src/base/fold.ts';
import type { Change, Topic } from '../../src/api/topics.ts';
import type {
  ChatView,
  DraftView,
  MessageView,
  OccupantsView,
  OccupantView,
  RoomActivityView,
  SenderAvatarsView,
  TransferView,
} from '../../src/api/views.ts';
import type { OfOccupants } from '../../src/api/requests.ts';
import type { UserError } from '../../src/base/userError.ts';
import { installEditor } from './stubEditor.ts';
import type { ThemeName } from './themes.ts';
import { saying } from '../support/say.ts';

export interface Script {
  readonly theme: ThemeName;
  readonly head: ChatView;
  readonly messages: readonly MessageView[];
  readonly transfers: readonly TransferView[];
  /** Those in the room, in the host's order. */
  readonly occupants: readonly OccupantView[];
  /** What happened in the room. */
  readonly activity: readonly RoomActivityView[];
  /** The avatars of senders of the room, by hash, and the pictures of all of them. */
  readonly senderAvatars: Readonly<Record<string, string>>;
  readonly avatars: Readonly<Record<string, readonly number[]>>;
  /** The snapshot of the messages waits for `release()`. */
  readonly slow: boolean;
  /** Whether the window has the focus, and the panel says so at once. */
  readonly focused: boolean;
}

export class StubHost {
  /** Everything posted that is no watch, oldest first. */
  readonly posted: (ClientMessage | PanelRequest)[] = [];
  readonly violations: string[] = [];
  /** method → the sentence with which it fails from now on. */
  readonly failures: Record<string, string> = {};
  /** The parts of the list of occupants that were asked for, and those watched now, by id. */
  readonly lists: OfOccupants[] = [];
  readonly watchedLists = new Map<number, OfOccupants>();
  /** What `loadOlder` brings, the newest page last. */
  readonly older: MessageView[][] = [];
  /** How long whatever the host says takes, in ms. */
  delay = 0;
  /** The whole history, for whoever goes elsewhere in it: a page of 100 around a message. */
  archive: readonly MessageView[] = [];
  /** Where the page that was told last ends in the archive. */
  #end = 0;
  readonly #watches = new Map<Topic, number>();
  readonly #script: Script;
  #first: string | undefined;
  #sent = 0;

  constructor(script: Script) {
    this.#script = script;
    this.#first = script.messages[0]?.id;
    document.addEventListener('securitypolicyviolation', (event) => {
      this.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  }

  /** How often `method` was asked. */
  count(method: string): number {
    return this.posted.filter((m) => m.type === 'request' && m.method === method).length;
  }

  receive(message: ClientMessage | PanelRequest): void {
    if (message.type === 'watch' && message.topic === 'occupants') {
      this.#list(message.id, message.params as OfOccupants);
      return;
    }
    if (message.type === 'unwatch') this.watchedLists.delete(message.id);
    if (message.type === 'watch') {
      this.#watches.set(message.topic as Topic, message.id);
      this.#snapshot(message.topic as Topic);
      return;
    }
    this.posted.push(message);
    if (message.type === 'loaded' && this.#script.focused) {
      this.post({ type: 'windowFocused', focused: true });
    }
    if (message.type !== 'request') return;
    const failure = this.failures[message.method];
    if (failure === undefined) {
      const result = this.#serve(message.method, message.params);
      this.post({ type: 'result', id: message.id, result });
    } else {
      this.post({ type: 'error', id: message.id, error: saying(failure) });
    }
  }

  release(): void {
    this.push('messages', { kind: 'snapshot', items: this.#script.messages });
  }

  /** Tells of a part of the list of occupants. */
  #list(id: number, params: OfOccupants): void {
    this.lists.push(params);
    this.watchedLists.set(id, params);
    const { filter, offset, limit } = params;
    const found = this.#script.occupants.filter((each) => fold(each.id).includes(fold(filter)));
    const item: OccupantsView = {
      id: this.#script.head.id,
      total: found.length,
      offset,
      occupants: found.slice(offset, offset + limit),
    };
    this.post({ type: 'change', id, change: { kind: 'snapshot', items: [item] } });
  }

  push(
    topic: Topic,
    change: Change<ChatView | MessageView | RoomActivityView | SenderAvatarsView | TransferView>,
  ): void {
    this.post({ type: 'change', id: this.#watches.get(topic) ?? 0, change });
  }

  /** Says of a watch that it was refused. */
  refuse(topic: Topic, error: UserError): void {
    this.post({ type: 'error', id: this.#watches.get(topic) ?? 0, error });
  }

  post(message: HostMessage | PanelCommand): void {
    setTimeout(() => {
      window.dispatchEvent(new MessageEvent('message', { data: message }));
    }, this.delay);
  }

  #snapshot(topic: Topic): void {
    const { activity, head, transfers, slow } = this.#script;
    if (topic === 'chat')
      this.push(topic, { kind: 'snapshot', items: [{ ...head, ...keptDraft() }] });
    if (topic === 'roomActivity') this.push(topic, { kind: 'snapshot', items: activity });
    if (topic === 'transfers') this.push(topic, { kind: 'snapshot', items: transfers });
    if (topic === 'messages' && !slow) this.release();
    if (topic === 'senderAvatars') this.tellSenders(this.#script.senderAvatars);
  }

  tellSenders(hashes: Readonly<Record<string, string>>): void {
    const items = [{ id: this.#script.head.id, hashes }];
    this.push('senderAvatars', { kind: 'upsert', items });
  }

  /** As another window's tab, too, would set it. */
  #setDraft({ draft, mode }: DraftView): void {
    sessionStorage.setItem(DRAFT, JSON.stringify({ draft, mode }));
    this.push('chat', { kind: 'upsert', items: [{ ...this.#script.head, ...keptDraft() }] });
  }

  #serve(method: string, params: unknown): unknown {
    if (method === 'getAvatar') {
      const content = this.#script.avatars[(params as { readonly hash: string }).hash];
      return content ? { content: new Uint8Array(content), mediaType: 'image/png' } : null;
    }
    if (method === 'sendMessage') {
      const { body } = params as { readonly body: string };
      const id = `sent${++this.#sent}`;
      const item: MessageView = {
        id,
        outgoing: true,
        senderName: 'Me',
        body,
        time: Date.now(),
        delivery: 'sent',
      };
      this.push('messages', { kind: 'upsert', items: [item] });
      return id;
    }
    if (method === 'saveDraft') this.#setDraft(params as DraftView);
    if (method === 'loadAround') return this.#jump(params as { around: string | number });
    if (method === 'loadNewer' && this.#end > 0) {
      const items = this.archive.slice(this.#end, this.#end + 50);
      this.push('messages', { kind: 'upsert', items });
      this.#tellEnd(this.#end + 50);
    }
    if (method === 'findInChat') return this.#find(params as { readonly text: string });
    const page = method === 'loadOlder' ? this.older.pop() : undefined;
    if (page && this.#first !== undefined) {
      this.push('messages', { kind: 'upsert', items: page, before: this.#first });
      this.#first = page[0]?.id;
    }
    return null;
  }

  #find({ text }: { readonly text: string }): string[] {
    const all = this.archive.length > 0 ? this.archive : this.#script.messages;
    const found = all.filter(({ body }) => fold(body).includes(fold(text)));
    return found.map(({ id }) => id);
  }

  #jump({ around }: { readonly around: string | number }): string | null {
    const found = this.archive.findIndex(({ id, time }) =>
      typeof around === 'string' ? id === around : time >= around,
    );
    const at = found < 0 ? this.archive.length - 1 : found;
    const items = this.archive.slice(Math.max(0, at - 50), at + 50);
    this.push('messages', { kind: 'snapshot', items });
    this.#first = items[0]?.id;
    this.#tellEnd(at + 50);
    return this.archive[at]?.id ?? null;
  }

  #tellEnd(end: number): void {
    this.#end = end;
    const hasNewer = end < this.archive.length;
    const head = { ...this.#script.head, hasNewer, ...keptDraft() };
    this.push('chat', { kind: 'upsert', items: [head] });
  }
}

declare global {
  interface Window {
    script: Script;
    stub: StubHost;
  }
}

/** What the host keeps of the draft over a reload. */
const DRAFT = 'draft';

function keptDraft(): DraftView {
  return JSON.parse(sessionStorage.getItem(DRAFT) ?? '{"draft":""}') as DraftView;
}

window.stub = new StubHost(window.script);
installEditor(window.script.theme, (message: ClientMessage | PanelRequest) => {
  window.stub.receive(message);
});
