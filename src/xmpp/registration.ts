import {
  XmppConnection,
  type ConnectionDeps,
  type ConnectionOptions,
} from './stream/connection.ts';
import { stopped } from './stream/connectionError.ts';
import { fetchingForm, type RegistrationForm } from './xep/0077-register.ts';

/**
 * Asks a server what registering there takes (XEP-0077), over a connection of its own that ends
 * before anybody signs in: the user may take long to answer.
 *
 * @param options `account` is the server's domain, `language` (BCP 47) what it is asked to write in.
 * @throws ConnectionError
 */
export async function fetchRegistrationForm(
  options: Pick<ConnectionOptions, 'account' | 'trustedCa' | 'server' | 'fingerprint'> & {
    readonly language: string;
  },
  deps: ConnectionDeps,
): Promise<RegistrationForm> {
  let form: RegistrationForm | undefined;
  const connection = new XmppConnection(
    {
      ...options,
      password: '',
      beforeSignIn: fetchingForm(options.account.domain, options.language, (found) => {
        form = found;
        connection.dispose();
        // The form is all that was asked for: signing in is not attempted.
        throw stopped();
      }),
    },
    deps,
  );
  await connection.connect().catch((error: unknown) => {
    if (!form) throw error;
  });
  return form ?? Promise.reject(stopped());
}
