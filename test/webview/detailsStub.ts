/** The panel of a tab of details, inside its page. Tests drive it through `window.details`. */
import type { DetailsMessage, DetailsRequest } from '../../src/api/detailsPanel.ts';
import { installEditor } from './stubEditor.ts';
import type { ThemeName } from './themes.ts';

export interface DetailsScript {
  readonly theme: ThemeName;
  /** What is told to each load of the page. */
  readonly messages: readonly DetailsMessage[];
  /** The avatar, by its hash. */
  readonly picture?: { readonly hash: string; readonly content: readonly number[] };
}

export class DetailsStub {
  readonly posted: DetailsRequest[] = [];
  readonly violations: string[] = [];
  readonly #script: DetailsScript;

  constructor(script: DetailsScript) {
    this.#script = script;
    document.addEventListener('securitypolicyviolation', (event) => {
      this.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  }

  receive(request: DetailsRequest): void {
    this.posted.push(request);
    if (request.type !== 'loaded') return;
    for (const message of this.#script.messages) this.post(message);
    const { picture } = this.#script;
    if (!picture) return;
    const content = new Uint8Array(picture.content);
    const { hash } = picture;
    this.post({ type: 'picture', hash, picture: { content, mediaType: 'image/png' } });
  }

  post(message: DetailsMessage): void {
    setTimeout(() => {
      window.dispatchEvent(new MessageEvent('message', { data: message }));
    }, 0);
  }
}

declare global {
  interface Window {
    details: DetailsStub;
  }
}

const script = (window as unknown as { readonly script: DetailsScript }).script;
window.details = new DetailsStub(script);
installEditor(script.theme, (request: DetailsRequest) => {
  window.details.receive(request);
});
