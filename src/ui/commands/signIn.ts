import * as vscode from 'vscode';
import { editor } from '../editor.ts';
import { RequestError } from '../../api/channel.ts';
import { say } from '../../api/say.ts';
import { parseTypedJid, shownAddress } from '../../base/jidEscaping.ts';
import { t } from '../../base/l10n.ts';
import { plain } from '../plain.ts';
import type { CommandContext } from './command.ts';
import { askInput } from './inputBox.ts';
import { isUntrusted, offerToTrust } from './trustCertificate.ts';

const dialogTitle = () => t('XMPP: Sign In');
const decline = () => t('Do Not Sign In');

/** Arguments given, for example, by another extension; missing ones are asked for. */
interface Given {
  readonly jid?: string | undefined;
  readonly password?: string | undefined;
}

/** `XMPP: Sign In…`: asks for JID and password, and again for what the server rejected. */
export async function signIn(context: CommandContext, given?: unknown): Promise<void> {
  let { jid, password } = readGiven(given);
  await context.joined;
  if (password !== undefined && isSignedIn(context, jid)) return;
  let problem: string | undefined;
  let typed = context.state.accounts[0]?.id;
  for (;;) {
    jid ??= await askJid(typed, problem);
    if (jid === undefined) return;
    password ??= await askPassword(jid, problem);
    if (password === undefined) return;
    try {
      await attempt(context, jid, password);
      return;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      problem = undefined;
      if (error.code === 'wrong-password') {
        problem = say(error.userError);
        password = undefined;
      } else {
        const answer = await remedy(context, jid, error);
        if (answer === 'none') return;
        [typed, jid] = [jid, answer === 'address' ? undefined : jid];
      }
    }
  }
}

async function attempt({ api }: CommandContext, jid: string, password: string): Promise<void> {
  await editor.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Signing in as {address}…', { address: plain(shownAddress(jid)) }),
    },
    () => api.request('signIn', { jid, password }),
  );
}

/** Offers a remedy for a failed sign-in. @returns whether to retry, perhaps with another address */
async function remedy(
  context: CommandContext,
  jid: string,
  error: RequestError,
): Promise<'retry' | 'address' | 'none'> {
  if (isUntrusted(error)) {
    const fingerprint = await offerToTrust(
      t('The certificate of the server of {address} cannot be trusted.', {
        address: shownAddress(jid),
      }),
      error,
      decline(),
    );
    if (fingerprint === undefined) return 'none';
    await context.api.request('pinCertificate', { jid, fingerprint });
    return 'retry';
  }
  if (error.code === 'mechanism-downgrade') {
    return (await offerWeaker(context, jid, error)) ? 'retry' : 'none';
  }
  const [retry, change] = [t('Try Again'), t('Change Address…')];
  const chosen = await editor.showErrorMessage(plain(say(error.userError)), retry, change);
  if (chosen === change) return 'address';
  return chosen === retry ? 'retry' : 'none';
}

async function offerWeaker(
  { api }: CommandContext,
  jid: string,
  error: RequestError,
): Promise<boolean> {
  const accept = t('Accept Weaker Sign-In');
  const chosen = await editor.showWarningMessage(
    t('The server offers less secure ways to sign in than before.'),
    { modal: true, detail: say(error.userError) },
    decline(),
    accept,
  );
  if (chosen !== accept) return false;
  await api.request('forgetMechanism', { jid });
  return true;
}

function askJid(known: string | undefined, problem: string | undefined) {
  return askInput({
    title: dialogTitle(),
    step: 1,
    totalSteps: 2,
    prompt: t('Your XMPP address (JID)'),
    placeholder: t('name@server.org'),
    value: known ?? '',
    problem,
    validate: (text) =>
      (parseTypedJid(text)?.local ?? '') === '' ? t('A JID looks like name@server.org') : undefined,
  });
}

function askPassword(jid: string, problem: string | undefined) {
  return askInput({
    title: dialogTitle(),
    step: 2,
    totalSteps: 2,
    prompt: t('Password of {address}', { address: shownAddress(jid) }),
    password: true,
    problem,
    validate: (text) => (text === '' ? t('Type the password') : undefined),
  });
}

/** Whether a caller that passes the password has nothing to do. */
function isSignedIn({ state }: CommandContext, jid = ''): boolean {
  const account = state.account(parseTypedJid(jid)?.bare ?? '');
  return account !== undefined && account.connection.phase !== 'needsUser';
}

function readGiven(given: unknown): Given {
  if (typeof given !== 'object' || given === null) return {};
  const { jid, password } = given as Record<string, unknown>;
  return {
    jid: typeof jid === 'string' ? jid : undefined,
    password: typeof password === 'string' ? password : undefined,
  };
}
