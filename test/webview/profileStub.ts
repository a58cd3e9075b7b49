/** The panel of a profile's tab, inside its page. Tests drive it through `window.profile`. */
import type { ProfileCommand, ProfileRequest } from '../../src/api/profilePanel.ts';
import type { ProfileView } from '../../src/api/views.ts';
import { installEditor } from './stubEditor.ts';
import type { ThemeName } from './themes.ts';

export interface ProfileScript {
  readonly theme: ThemeName;
  readonly profile: ProfileView;
  readonly picture: readonly number[] | null;
}

export class ProfileStub {
  readonly posted: ProfileRequest[] = [];
  readonly violations: string[] = [];
  readonly #script: ProfileScript;

  constructor(script: ProfileScript) {
    this.#script = script;
    document.addEventListener('securitypolicyviolation', (event) => {
      this.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  }

  receive(request: ProfileRequest): void {
    this.posted.push(request);
    if (request.type !== 'loaded') return;
    const { profile, picture } = this.#script;
    const content = picture && new Uint8Array(picture);
    const shown = content && { content, mediaType: 'image/png' };
    this.post({ type: 'profile', profile, picture: shown });
  }

  post(command: ProfileCommand): void {
    setTimeout(() => {
      window.dispatchEvent(new MessageEvent('message', { data: command }));
    }, 0);
  }
}

declare global {
  interface Window {
    profile: ProfileStub;
  }
}

const script = (window as unknown as { readonly script: ProfileScript }).script;
window.profile = new ProfileStub(script);
installEditor(script.theme, (request: ProfileRequest) => {
  window.profile.receive(request);
});
