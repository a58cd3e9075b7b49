import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { RequestError } from '../../api/channel.ts';
import type { ContactDetailsView, ContactView } from '../../api/views.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { DisposableStore } from '../../base/lifecycle.ts';
import { type DetailLine, detailLines } from '../contacts/detailLines.ts';
import { withoutIcons } from '../plain.ts';
import { showIcon } from '../presence/presenceIcon.ts';
import { showLabel } from '../presence/presence.ts';
import type { CommandContext } from './command.ts';
import { chatOfArgument, pickContact } from './pickContact.ts';

interface Item extends vscode.QuickPickItem {
  readonly device?: string;
  readonly value?: string;
}

/**
 * `XMPP: Contact Details…`: known details at once, then the answers of server and devices; of
 * anybody, by address.
 */
export async function contactDetails(
  { api, state }: CommandContext,
  argument?: unknown,
): Promise<void> {
  const of = chatOfArgument(argument) ?? (await pickContact(state, 'Details of which contact?'));
  if (!of) return;
  const contact = () => state.contact(of.account, of.chat) ?? stranger(of.chat);
  const pick = editor.createQuickPick<Item>();
  let details: ContactDetailsView | undefined;
  const show = () => {
    const active = keyOf(pick.activeItems[0]);
    pick.items = detailLines(contact(), details, Date.now()).map(item);
    pick.activeItems = pick.items.filter((line) => keyOf(line) === active);
  };
  pick.title = `Details of ${contact().name}`;
  pick.placeholder = 'Enter copies a line';
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  pick.busy = true;
  show();
  pick.onDidAccept(() => {
    const value = pick.activeItems[0]?.value;
    if (value !== undefined) void vscode.env.clipboard.writeText(value);
    pick.hide();
  });
  pick.show();
  const owned = new DisposableStore();
  owned.add(pick);
  owned.add(
    state.onContacts(({ account, changed }) => {
      const isThis = changed === 'all' || changed.some(({ id }) => id === of.chat);
      if (account === of.account && isThis) show();
    }),
  );
  await new Promise<void>((resolve, reject) => {
    pick.onDidHide(() => {
      resolve();
      owned.dispose();
    });
    owned.add(
      api.watch('contactDetails', of, (change) => {
        if (change.kind === 'unavailable') {
          pick.busy = false;
          reject(new RequestError(change.error));
        } else if (change.kind === 'snapshot') {
          [details] = change.items;
          pick.busy = details?.complete === false;
          show();
        }
      }),
    );
  });
}

/** Somebody who is no contact: only what is asked for is known. */
function stranger(id: string): ContactView {
  return {
    ...{ id, name: shownAddress(id), givenName: '', groups: [], subscription: 'none' },
    ...{ inRoster: false, pending: false, show: 'offline', status: '', resources: [] },
    ...{ unread: 0, composing: false },
  };
}

/** Identifies a line, independent of its current value. */
function keyOf(line: Item | undefined): string {
  return `${line?.device ?? ''}\n${line?.description ?? ''}`;
}

function item({ device = '', label, value, show }: DetailLine): Item {
  if (label === '') return { label: device, kind: vscode.QuickPickItemKind.Separator };
  if (!show) return { device, label: withoutIcons(value), description: label, value };
  return {
    device,
    label: showLabel(show),
    description: label,
    value: showLabel(show),
    iconPath: showIcon(show),
  };
}
