import * as v from 'valibot';
import type { MethodTable } from '../method.ts';
import { address, trustedCertificate } from '../schema.ts';
import { registrationView } from '../views.ts';

const formValues = v.pipe(
  v.record(
    v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(10_000))), v.maxLength(100)),
  ),
  v.check((values) => Object.keys(values).length > 0 && Object.keys(values).length <= 100),
);

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
