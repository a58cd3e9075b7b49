/** Starts the page of a chat, or of the view without one. Its inputs are the data of the page's body. */
import { connectApi } from '../src/api/channel.ts';
import type { FirstPage } from '../src/api/panel.ts';
import { type Sentences, speak } from '../src/api/say.ts';
import { keepTwice } from './keptState.ts';
import { openPanelPort, type PanelPort } from './port.ts';
import { ChatStore } from './store.ts';
import { ChatTab } from './view/chatTab.ts';
import { showNoChat } from './view/noChat.ts';
import { Switcher } from './view/switcher.ts';

loadControls();
const { chat, signedin, sentences = '' } = document.body.dataset;
speak(JSON.parse(sentences) as Sentences);
const port = openPanelPort();
if (chat === undefined) showNoChat(document.body, signedin === 'true', port);
else startChat(chat, port);

/** Loads the library of the controls once the page has been painted, which is the sooner seen. */
function loadControls(): void {
  const load = async () => {
    const { registerControls } = await import('./controls.ts');
    registerControls(true);
  };
  const afterFrame = () => requestAnimationFrame(() => setTimeout(() => void load()));
  window.addEventListener('load', afterFrame, { once: true });
}

function startChat(chat: string, panel: PanelPort): void {
  const { account = '', place, kept = '', first = '' } = document.body.dataset;
  const of = { account, chat };
  panel.tell({ type: 'loaded', ...of });
  panel.tell({ type: 'timeZone', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  delete document.body.dataset['first'];
  delete document.body.dataset['kept'];
  const api = connectApi(panel);
  const keeper = keepTwice(panel.vscode, kept, of, (state) => {
    panel.tell({ type: 'keep', state });
  });
  const shown = first === '' ? undefined : (JSON.parse(first) as FirstPage);
  const store = new ChatStore(api, of, keeper, shown);
  const switcher = place === 'view' ? new Switcher(panel) : undefined;
  new ChatTab(api, store, panel, switcher).start(document.body);
}
