import * as v from 'valibot';
import type { MethodTable } from '../method.ts';
import { address, formValues, trustedCertificate } from '../schema.ts';
import { registrationView } from '../accountViews.ts';

/** Registering a new account at a server. */
export const registrationMethods = {
  fetchRegistration: {
    params: v.strictObject({ server: address, ...trustedCertificate }),
    tab: 'none',
    repeatable: true,
    run: async ({ accounts }, { server, fingerprint }) =>
      registrationView(await accounts.fetchRegistration(server, fingerprint)),
  },
  register: {
    params: v.strictObject({
      ...{ server: address, isDataForm: v.boolean(), values: formValues },
      ...trustedCertificate,
    }),
    tab: 'none',
    repeatable: false,
    run: ({ accounts }, { server, fingerprint, ...answers }) =>
      accounts.register(server, answers, fingerprint),
  },
} satisfies Partial<MethodTable>;
