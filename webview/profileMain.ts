/** Starts the tab of the user's profile. Its inputs are the data of the page's body. */
import type { ProfileCommand, ProfileRequest } from '../src/api/profilePanel.ts';
import { type Sentences, speak } from '../src/api/say.ts';
import { registerControls } from './controls.ts';
import { openPort } from './port.ts';
import { ProfileTab } from './view/profile/profileTab.ts';

registerControls();
const { account = '', sentences = '' } = document.body.dataset;
speak(JSON.parse(sentences) as Sentences);
// The page has no part in the contract: all messages to it are the panel's.
const panel = openPort<ProfileRequest, ProfileCommand>((message): message is ProfileCommand =>
  Boolean(message),
);
new ProfileTab(account, panel).start(document.body);
