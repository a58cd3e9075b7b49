/** Starts the chat tab. Its inputs are the data of the page's body. */
import { connectApi } from '../src/api/channel.ts';
import type { FirstPage } from '../src/api/panel.ts';
import { type Sentences, speak } from '../src/api/say.ts';
import { openPanelPort } from './port.ts';
import { ChatStore } from './store.ts';
import { registerToolkit } from './toolkit.ts';
import { ChatTab } from './view/chatTab.ts';

registerToolkit();
const panel = openPanelPort();
panel.tell({ type: 'loaded' });
panel.tell({ type: 'timeZone', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
const { account = '', chat = '', sentences = '', first = '' } = document.body.dataset;
speak(JSON.parse(sentences) as Sentences);
delete document.body.dataset['first'];
const api = connectApi(panel);
const store = new ChatStore(
  api,
  { account, chat },
  panel.vscode,
  first === '' ? undefined : (JSON.parse(first) as FirstPage),
);
new ChatTab(api, store, panel).start(document.body);
