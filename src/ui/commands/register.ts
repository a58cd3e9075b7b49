import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { shownAddress } from '../../base/jidEscaping.ts';
import { RequestError } from '../../api/channel.ts';
import { say } from '../../api/say.ts';
import type { TrustedCertificate } from '../../api/requests.ts';
import type { RegistrationView } from '../../api/views.ts';
import { Jid } from '../../base/jid.ts';
import { t } from '../../base/l10n.ts';
import { openLink } from '../chat/links.ts';
import { wantsAgain } from '../insist.ts';
import { isNotified } from '../notifications/notifications.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { type Answers, askForm } from './registrationForm.ts';
import { isUntrusted, offerToTrust } from './trustCertificate.ts';

const dialogTitle = () => t('XMPP: Register New Account');

/**
 * `XMPP: Register New Account…`: asks for a server, then for the fields of its form. If the server
 * rejects the answers, asks again with these prefilled.
 */
export async function register({ api, storage }: CommandContext): Promise<void> {
  const server = await askServer();
  if (server === undefined) return;
  let trusted: TrustedCertificate = {};
  /** Offers to trust a certificate that cannot be verified, and then retries. */
  const trusting = async <T>(work: (trusted: TrustedCertificate) => Promise<T>) => {
    for (;;) {
      try {
        return await work(trusted);
      } catch (error) {
        if (!(error instanceof RequestError) || !isUntrusted(error)) throw error;
        const fingerprint = await offerToTrust(
          t('The certificate of {server} cannot be trusted.', { server }),
          error,
          t('Do Not Register'),
        );
        if (fingerprint === undefined) return undefined;
        trusted = { fingerprint };
      }
    }
  };
  let given: Answers = {};
  let problem: string | undefined;
  for (;;) {
    // Fetched again each time: a CAPTCHA can be answered only once.
    const form = await busy(t('Asking {server} what registering takes…', { server }), () =>
      trusting((trusted) => api.request('fetchRegistration', { server, ...trusted })),
    );
    if (!form) return;
    if (form.fields.every(({ type }) => type === 'hidden' || type === 'fixed')) {
      await sendElsewhere(server, form);
      return;
    }
    const answers = await askForm({ title: dialogTitle(), server, form, given, problem, storage });
    if (!answers) return;
    try {
      const { isDataForm } = form;
      const jid = await busy(t('Registering at {server}…', { server }), () =>
        trusting((trusted) =>
          api.request('register', { server, isDataForm, values: answers, ...trusted }),
        ),
      );
      if (jid === undefined) return;
      if (isNotified('account')) {
        void editor.showInformationMessage(
          t('{address} is yours, and you are signed in.', { address: plain(shownAddress(jid)) }),
        );
      }
      return;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      given = answers;
      const isRefused = error.code === 'registration-invalid';
      problem = isRefused ? say(error.userError) : undefined;
      if (!isRefused && !(await wantsAgain(error.userError))) return;
    }
  }
}

async function askServer(): Promise<string | undefined> {
  const server = await askInput({
    title: dialogTitle(),
    prompt: t('The server that will host your account; you can write to people on any other'),
    placeholder: t('server.org'),
    validate: (text) =>
      domainOf(text) === undefined ? t('A server looks like server.org') : undefined,
  });
  return server === undefined ? undefined : domainOf(server);
}

function domainOf(text: string): string | undefined {
  const jid = Jid.parse(text.trim());
  return jid?.local === '' && jid.resource === '' ? jid.domain : undefined;
}

/** The server requires registration in a browser (XEP-0077 §6). */
async function sendElsewhere(server: string, form: RegistrationView): Promise<void> {
  const { instructions, url } = form;
  const how = instructions || url;
  const open = t('Open Website');
  const chosen = await editor.showInformationMessage(
    plain(
      how === undefined
        ? t('{server} registers accounts elsewhere: ask its operator.', { server })
        : t('{server} registers accounts elsewhere: {how}', { server, how }),
    ),
    ...(url === undefined ? [] : [open]),
  );
  if (chosen === open && url !== undefined) await openLink(url);
}

function busy<T>(title: string, work: () => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return editor.withProgress({ location, title: plain(title) }, work);
}
