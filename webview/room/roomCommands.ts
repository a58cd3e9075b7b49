import type { Api } from '../../src/api/channel.ts';
import { MAX_REASON, type PanelRequest } from '../../src/api/panel.ts';
import type { OfChat } from '../../src/api/requests.ts';
import { formatNumber, t } from '../../src/base/l10n.ts';
import { failureText } from '../failure.ts';
import { findOccupants, type NamedNick, nickAtStart } from './findOccupants.ts';
import type { CommandName } from '../typing/typedText.ts';

export interface RoomCommandsDeps {
  readonly api: Api;
  readonly of: OfChat;
  readonly tell: (request: PanelRequest) => void;
}

/** Runs what was typed as a command. Those that the user is asked about go to the panel. */
export class RoomCommands {
  readonly #deps: RoomCommandsDeps;

  constructor(deps: RoomCommandsDeps) {
    this.#deps = deps;
  }

  /** @returns why it was not run, as one sentence; `undefined` once it is */
  async run(name: CommandName, rest: string): Promise<string | undefined> {
    const { api, of, tell } = this.#deps;
    switch (name) {
      case 'nick':
        if (rest === '') tell({ type: 'roomCommand', command: 'changeNick' });
        else
          return attempt(
            t('Your nick is the same'),
            api.request('changeNick', { ...of, nick: rest }),
          );
        return undefined;
      case 'topic':
        if (rest === '') tell({ type: 'roomCommand', command: 'setSubject' });
        else {
          const change = api.request('setSubject', { ...of, subject: rest });
          return attempt(t('The subject is the same'), change);
        }
        return undefined;
      case 'invite':
      case 'part':
        if (rest !== '') return noMoreWords(name);
        tell({ type: 'roomCommand', command: name === 'part' ? 'leave' : name });
        return undefined;
      case 'msg':
        return this.#writeTo(rest);
      case 'kick':
      case 'ban':
        return this.#remove(name, rest);
    }
  }

  /** Writes to one occupant; without words, opens the chat with them. */
  async #writeTo(text: string): Promise<string | undefined> {
    const { api, of, tell } = this.#deps;
    const named = await this.#findNamed(
      text,
      t('Nobody was named: type /msg, a nick, and what to write.'),
    );
    if (typeof named === 'string') return named;
    const { nick, rest } = named;
    if (rest !== '') {
      const sending = api.request('sendPrivate', { ...of, nick, body: rest });
      const failure = await attempt(t('It was not sent'), sending);
      if (failure !== undefined) return failure;
    }
    tell({ type: 'openPrivate', nick });
    return undefined;
  }

  async #remove(command: 'kick' | 'ban', text: string): Promise<string | undefined> {
    const named = await this.#findNamed(
      text,
      t('Nobody was named: type /{command}, a nick, and why.', { command }),
    );
    if (typeof named === 'string') return named;
    const { nick, rest: reason } = named;
    if (reason.length > MAX_REASON) {
      return t('At most {most} characters: shorten it.', { most: formatNumber(MAX_REASON) });
    }
    this.#deps.tell({ type: 'occupantCommand', command, nick, reason });
    return undefined;
  }

  /**
   * The occupant that a text begins with.
   * @param ifNone what to say if no occupant is named
   * @returns a sentence if there is none
   */
  async #findNamed(text: string, ifNone: string): Promise<NamedNick | string> {
    const { api, of } = this.#deps;
    const [filter = ''] = /^[^\s:,]+/u.exec(text) ?? [];
    if (filter === '') return ifNone;
    const { occupants } = await findOccupants(api, of, filter);
    return nickAtStart(text, occupants) ?? t('Nobody here is called {nick}.', { nick: filter });
  }
}

/** What stands behind such a command would be lost. */
function noMoreWords(command: string): string {
  return t('/{command} takes no words, so nothing was done: delete what stands behind it.', {
    command,
  });
}

async function attempt(failure: string, request: Promise<unknown>): Promise<string | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    return failureText(failure, error);
  }
}
