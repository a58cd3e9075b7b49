import * as vscode from 'vscode';
import type { ContactDetailsView } from '../../api/views.ts';
import { type DetailLine, detailLines } from '../detailLines.ts';
import { withoutIcons } from '../plain.ts';
import { showIcon, showLabel } from '../presence.ts';
import type { CommandContext } from './command.ts';
import { rosterContact } from './editContact.ts';

interface Item extends vscode.QuickPickItem {
  readonly value?: string;
}

/** `XMPP: Contact Details…`: what is known at once, then what server and devices answer. */
export async function contactDetails(context: CommandContext, argument?: unknown): Promise<void> {
  const found = await rosterContact(context, argument, 'Details of which contact?');
  if (!found) return;
  const { of, contact } = found;
  const pick = vscode.window.createQuickPick<Item>();
  const show = (details?: ContactDetailsView) => {
    pick.items = detailLines(contact, details, Date.now()).map(item);
  };
  pick.title = `Details of ${contact.name}`;
  pick.placeholder = 'Enter copies a line';
  pick.matchOnDescription = true;
  pick.busy = true;
  show();
  const closed = new Promise<void>((resolve) => {
    pick.onDidHide(() => {
      pick.dispose();
      resolve();
    });
  });
  pick.onDidAccept(() => {
    const value = pick.activeItems[0]?.value;
    if (value !== undefined) void vscode.env.clipboard.writeText(value);
    pick.hide();
  });
  pick.show();
  try {
    show(await context.api.request('getContactDetails', of));
  } finally {
    pick.busy = false;
  }
  await closed;
}

function item({ device = '', label, value, show }: DetailLine): Item {
  if (label === '') return { label: device, kind: vscode.QuickPickItemKind.Separator };
  if (!show) return { label: withoutIcons(value), description: label, value };
  return {
    label: showLabel(show),
    description: label,
    value: showLabel(show),
    iconPath: showIcon(show),
  };
}
