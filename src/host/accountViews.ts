import type {
  AccountView,
  ArchivePreferencesView,
  ConnectionView,
  RegistrationView,
} from '../api/views.ts';
import { shownAddress } from '../base/jidEscaping.ts';
import type { Account } from '../model/account/account.ts';
import type { Accounts } from '../model/account/accounts.ts';
import type { ArchivePreferences } from '../model/account/archivePreferences.ts';
import type { LinkState } from '../model/link.ts';

export function accountView(account: Account): AccountView {
  const { status, recentStatuses = [] } = account.record;
  const online = account.state.phase === 'online';
  return {
    id: account.jid.bare,
    jid: shownAddress(account.jid.bare),
    connection: connectionView(account.state),
    show: online ? account.show : 'offline',
    status,
    strangers: account.strangers,
    ...blockingOf(account),
    recentStatuses,
  };
}

function blockingOf({ blockList: { support } }: Account): Pick<AccountView, 'blocking'> {
  if (!support.canBlock) return {};
  return { blocking: support.reports ? 'report' : 'block' };
}

export function connectionView(state: LinkState): ConnectionView {
  return {
    phase: state.phase,
    ...(state.error && { reason: state.error.userError }),
    ...(state.retryAt !== undefined && { retryAt: state.retryAt }),
  };
}

/** The registration fields required by a server. */
type Registration = Awaited<ReturnType<Accounts['fetchRegistration']>>;

export function registrationView(form: Registration): RegistrationView {
  const { isDataForm, title, instructions, fields, url } = form;
  return {
    ...{ isDataForm, title, instructions },
    fields: fields.map(({ media: _, ...field }) => field),
    ...(url !== undefined && { url }),
  };
}

export function archivePreferencesView(preferences: ArchivePreferences): ArchivePreferencesView {
  const addresses = (list: 'always' | 'never') => preferences[list].map(({ full }) => full);
  return {
    default: preferences.default,
    always: addresses('always'),
    never: addresses('never'),
  };
}
