import * as vscode from 'vscode';
import { mapAddress, parseGeo } from '../../api/geo.ts';
import type { AccountId } from '../../api/views.ts';
import { t } from '../../base/l10n.ts';
import { editor } from '../editor.ts';
import { linkPolicy } from './linkPolicy.ts';

interface Question {
  readonly text: string;
  readonly detail: string;
  readonly open: string;
  /** The address that is opened after confirmation. */
  readonly address: string;
}

/**
 * Opens a link from a message in the user's browser or mail program, or does what it asks for here.
 * @param account to use for links of XMPP; the user is asked without one
 */
export async function openLink(text: string, account?: AccountId): Promise<void> {
  switch (linkPolicy(text)) {
    case 'refuse':
      void editor.showWarningMessage(t('Links of this kind are not opened from a chat.'));
      break;
    case 'open':
      await openAsWritten(text);
      break;
    case 'own':
      await vscode.commands.executeCommand('parley.openXmppLink', { link: text, account });
      break;
    case 'ask': {
      const { open, detail, address, text: question } = questionAbout(text);
      const options = { modal: true, detail };
      const chosen = await editor.showWarningMessage(question, options, open);
      if (chosen === open) await openAsWritten(address);
    }
  }
}

function questionAbout(link: string): Question {
  const place = parseGeo(link);
  if (!place) {
    return {
      text: t('This link is not encrypted. Open it?'),
      detail: t('It leads to {host}.', { host: new URL(link).host }),
      open: t({ message: 'Open', comment: ['verb, opens a link'] }),
      address: link,
    };
  }
  const { latitude, longitude } = place;
  return {
    text: t('Show this place on a map?'),
    detail: t(
      'It is at {latitude}, {longitude}. The map is openstreetmap.org, which learns where you look.',
      { latitude, longitude },
    ),
    open: t('Open Map'),
    address: mapAddress(place),
  };
}

/**
 * Opens an address with its original escapes. The editor's `Uri` decodes and re-encodes them by its
 * own rules: `a%26b` and `a&b` would be the same. `openExternal` leaves a string unchanged, though
 * its declaration does not say so.
 */
async function openAsWritten(address: string): Promise<void> {
  await vscode.env.openExternal(address as unknown as vscode.Uri);
}
