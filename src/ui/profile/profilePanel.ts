import * as vscode from 'vscode';
import { type Api, shownError } from '../../api/channel.ts';
import type { ProfileCommand, ProfileRequest } from '../../api/profilePanel.ts';
import type { OfAccount } from '../../api/requests.ts';
import type { ProfileFields } from '../../api/views.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { addressParts, buildXmppUri } from '../../base/xmppUri.ts';
import { loadAccountPage } from '../pages/accountPage.ts';
import type { PageAssets } from '../pages/pageAssets.ts';
import { pickPicture } from './pickPicture.ts';
import { parseProfileRequest } from './profileRequest.ts';

/** Dependencies of the tab of a profile. */
export interface ProfilePanelDeps {
  readonly api: Api;
  readonly extensionUri: vscode.Uri;
  readonly assets: PageAssets;
  /** Runs an action of the user, and shows its failure. */
  readonly run: (what: string, action: () => Promise<void>) => void;
}

/**
 * The tab of the user's own profile: a form, filled in and saved by its panel, which alone makes
 * requests. The page has no part in the contract.
 */
export class ProfilePanel implements Disposable {
  readonly of: OfAccount;
  readonly #panel: vscode.WebviewPanel;
  readonly #deps: ProfilePanelDeps;
  readonly #owned = new DisposableStore();
  /** Whether the address is to be shown once the page is loaded. */
  #showsAddress = false;
  #isLoaded = false;
  #unsaved: Partial<ProfileFields>;

  /** @param unsaved what was typed in an earlier tab, and not saved */
  constructor(
    of: OfAccount,
    panel: vscode.WebviewPanel,
    deps: ProfilePanelDeps,
    unsaved: Partial<ProfileFields> = {},
  ) {
    this.of = of;
    this.#unsaved = unsaved;
    this.#panel = panel;
    this.#deps = deps;
    const icon = (theme: string) =>
      vscode.Uri.joinPath(deps.extensionUri, 'media', `profile-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#owned.add(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const request = parseProfileRequest(message);
        if (request) deps.run('editing the profile', () => this.#serve(request));
      }),
    );
    deps.run('showing the profile', () => loadAccountPage(panel, deps.assets, of));
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** What was typed and is not saved. */
  get unsaved(): Partial<ProfileFields> {
    return this.#unsaved;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows the user's own address, once the page is loaded. */
  showAddress(): void {
    if (this.#isLoaded) this.#tell({ type: 'showAddress' });
    else this.#showsAddress = true;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#panel.dispose();
  }

  async #serve(request: ProfileRequest): Promise<void> {
    switch (request.type) {
      case 'loaded':
        this.#isLoaded = true;
        if (this.#showsAddress) this.#tell({ type: 'showAddress' });
        this.#showsAddress = false;
        this.#tell({ type: 'kept', typed: this.#unsaved });
        await this.#load();
        break;
      case 'keep':
        this.#unsaved = request.typed;
        break;
      case 'copyAddress': {
        const { account } = this.of;
        const text = request.form === 'link' ? buildXmppUri(addressParts(account)) : account;
        await vscode.env.clipboard.writeText(text);
        break;
      }
      case 'choosePicture': {
        const content = await pickPicture(request.from);
        if (content) this.#tell({ type: 'picture', content });
        break;
      }
      case 'save':
        await this.#save(request);
        break;
    }
  }

  async #load(): Promise<void> {
    const { api } = this.#deps;
    try {
      const profile = await api.request('getProfile', this.of);
      const { avatar: hash } = profile;
      const of = { ...this.of, chat: this.of.account };
      const picture = hash === undefined ? null : await api.request('getAvatar', { ...of, hash });
      this.#tell({ type: 'profile', profile, picture });
    } catch (error) {
      this.#tell({ type: 'unavailable', error: shownError(error) });
    }
  }

  async #save({ fields, avatar }: ProfileRequest & { type: 'save' }): Promise<void> {
    const { api } = this.#deps;
    try {
      if (Object.keys(fields).length > 0) await api.request('setProfile', { ...this.of, fields });
      if (avatar) await api.request('setAvatar', { ...this.of, ...avatar });
      else if (avatar === null) await api.request('removeAvatar', this.of);
      this.#tell({ type: 'saved' });
    } catch (error) {
      this.#tell({ type: 'failed', error: shownError(error) });
      return;
    }
    await this.#load();
  }

  #tell(command: ProfileCommand): void {
    void this.#panel.webview.postMessage(command);
  }
}
