import { t } from '../../src/base/l10n.ts';
import type { PanelPort } from '../port.ts';
import { createButton } from '../toolkit.ts';
import { el } from './dom.ts';

/** Draws the view without a chat: how to get to one. */
export function showNoChat(body: HTMLElement, isSignedIn: boolean, panel: PanelPort): void {
  // What was stored is of a chat that is no longer here.
  panel.vscode.setState({});
  const text = isSignedIn
    ? t('No chat is open here.')
    : t('Sign in, and your chats can open here.');
  const button = createButton(
    isSignedIn ? t('Go to Chat…') : t('Sign In…'),
    () => {
      panel.tell({ type: isSignedIn ? 'goToChat' : 'signIn' });
    },
    'primary',
  );
  body.append(el('main', 'empty no-chat', {}, el('p', '', {}, text), button));
  window.addEventListener('focus', () => {
    button.focus();
  });
}
