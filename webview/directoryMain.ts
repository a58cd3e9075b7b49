/** Starts the tab of a user search. Its inputs are the data of the page's body. */
import { connectApi } from '../src/api/channel.ts';
import type { DirectoryCommand, DirectoryRequest } from '../src/api/directoryPanel.ts';
import { type Sentences, speak } from '../src/api/say.ts';
import { registerControls } from './controls.ts';
import { DirectoryStore } from './directory/directoryStore.ts';
import { openPort } from './port.ts';
import { DirectoryTab } from './view/directory/directoryTab.ts';

registerControls();
const panel = openPort<DirectoryRequest, DirectoryCommand>(
  (message): message is DirectoryCommand =>
    message.type === 'focusForm' || message.type === 'online',
);
panel.tell({ type: 'loaded' });
const { account = '', sentences = '' } = document.body.dataset;
speak(JSON.parse(sentences) as Sentences);
const store = new DirectoryStore(connectApi(panel), account, panel.vscode);
new DirectoryTab(store, panel).start(document.body);
