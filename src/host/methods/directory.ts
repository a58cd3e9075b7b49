import * as v from 'valibot';
import type { UserQueryParams } from '../../api/requests/directory.ts';
import { foundUsersView, searchFormView } from '../directoryViews.ts';
import { exactJid } from '../lookup.ts';
import type { MethodTable } from '../method.ts';
import { address, formValues, id, ofAccount } from '../schema.ts';

const query = v.variant('kind', [
  v.strictObject({ kind: v.literal('all') }),
  v.strictObject({ kind: v.literal('letters') }),
  v.strictObject({ kind: v.literal('values'), values: formValues }),
]) satisfies v.GenericSchema<unknown, UserQueryParams>;

/** Finding users (XEP-0055). */
export const directoryMethods = {
  findDirectories: {
    params: v.strictObject({ ...ofAccount, server: v.nullable(address) }),
    tab: 'directory',
    repeatable: true,
    run: async ({ accounts }, { account, server }) => {
      const { directory } = accounts.get(account);
      const found = await directory.find(server === null ? undefined : exactJid(server).toBare());
      return found.map(({ jid, name, kind }) => ({ id: jid.full, name, kind }));
    },
  },
  getSearchForm: {
    params: v.strictObject({ ...ofAccount, directory: address }),
    tab: 'directory',
    repeatable: true,
    run: async ({ accounts }, { account, directory }) =>
      searchFormView(await accounts.get(account).directory.form(exactJid(directory))),
  },
  searchUsers: {
    params: v.strictObject({ ...ofAccount, directory: address, query }),
    tab: 'directory',
    repeatable: true,
    run: async ({ accounts }, { account, directory, query: wanted }) =>
      foundUsersView(await accounts.get(account).directory.search(exactJid(directory), wanted)),
  },
  findMoreUsers: {
    params: v.strictObject({ ...ofAccount, next: id }),
    tab: 'directory',
    // Another window's session does not know the search, and says so.
    repeatable: true,
    run: async ({ accounts }, { account, next }) =>
      foundUsersView(await accounts.get(account).directory.more(next)),
  },
} satisfies Partial<MethodTable>;
