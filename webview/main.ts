/** Starts the chat tab. The page's body contains the account, the chat, and the error messages. */
import { connectApi } from '../src/api/channel.ts';
import { type Sentences, speak } from '../src/api/say.ts';
import { openPanelPort } from './port.ts';
import { ChatStore } from './store.ts';
import { registerToolkit } from './toolkit.ts';
import { ChatTab } from './view/chatTab.ts';

registerToolkit();
const panel = openPanelPort();
panel.tell({ type: 'loaded' });
panel.tell({ type: 'timeZone', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
const { account = '', chat = '', sentences = '' } = document.body.dataset;
speak(JSON.parse(sentences) as Sentences);
const store = new ChatStore(connectApi(panel), { account, chat }, panel.vscode);
new ChatTab(store, panel).start(document.body);
