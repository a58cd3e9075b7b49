import type { Message as Received } from '../xmpp/message.ts';
import { type ChatAddition, idsOf } from './addition.ts';
import { withAnswer } from './answers.ts';
import type { Chat } from './chat.ts';
import type { Message } from './history.ts';

/** What a page of the archive adds to one chat: messages may refer to those before them in it. */
export class PagePart {
  readonly #chat: Chat;
  readonly #additions: ChatAddition[] = [];
  /** What a message is called that is here, or in the page: by {@link nameOf}. */
  readonly #names = new Set<string>();

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  get additions(): readonly ChatAddition[] {
    return this.#additions;
  }

  /** Adds a message, unless it corrects one that is here, or in the page. */
  async add(addition: ChatAddition, { replaces, ...received }: Received): Promise<void> {
    const { message, references = [], reply } = addition;
    const names = (ids: readonly string[]) => {
      for (const id of ids) this.#names.add(nameOf(message.outgoing, id));
    };
    if (replaces !== undefined && (await this.#isHere(replaces))) {
      // Later ones may correct the correction.
      names(idsOf(received));
      return;
    }
    const answered = reply && (await this.#findAnswered(reply.id));
    this.#additions.push(withAnswer(addition, answered));
    names(references);
  }

  /** Whoever wrote it: a correction of what another wrote is none, and no message either. */
  async #isHere(originId: string): Promise<boolean> {
    for (const outgoing of [true, false]) {
      if (this.#names.has(nameOf(outgoing, originId))) return true;
      if (await this.#chat.findReference({ outgoing, originId })) return true;
    }
    return false;
  }

  async #findAnswered(originId: string): Promise<Message | undefined> {
    const known = await this.#chat.findAnswered(originId);
    const inPage = this.#additions.filter(({ references }) => references?.includes(originId));
    const found = inPage.findLast(({ message }) => message.outgoing) ?? inPage.at(-1);
    return known ?? found?.message;
  }
}

function nameOf(outgoing: boolean, originId: string): string {
  return `${outgoing ? 'own' : 'theirs'} ${originId}`;
}
