import type { ChatPlace } from '../../api/panel.ts';

/** Where a chat can be opened by a command of its own. */
export type OpenIn = ChatPlace | 'side' | 'window';

/** What decides where a chat opens. */
export interface Choice {
  /** The place that the user asked for. */
  readonly asked?: OpenIn | undefined;
  /** Where the chat is open now. */
  readonly now: ChatPlace | undefined;
  /** The place of chats that are open nowhere. */
  readonly setting: ChatPlace;
}

/** An open chat stays where it is unless the user asks for another place. */
export function choosePlace({ asked, now, setting }: Choice): OpenIn {
  return asked ?? now ?? setting;
}
