/** Starts the tab of somebody's details. Its inputs are the data of the page's body. */
import type { DetailsMessage, DetailsRequest } from '../src/api/detailsPanel.ts';
import { type Sentences, speak } from '../src/api/say.ts';
import { registerControls } from './controls.ts';
import { openPort } from './port.ts';
import { DetailsTab } from './view/details/detailsTab.ts';

registerControls();
const { account = '', chat = '', sentences = '' } = document.body.dataset;
speak(JSON.parse(sentences) as Sentences);
// The page has no part in the contract: all messages to it are the panel's.
const panel = openPort<DetailsRequest, DetailsMessage>((message): message is DetailsMessage =>
  Boolean(message),
);
new DetailsTab({ account, chat }, panel).start(document.body);
