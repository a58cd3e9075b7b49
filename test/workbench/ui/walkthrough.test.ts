import { Workbench } from '../driver.ts';
import { keepTracesOnFailure, packagedExtension } from './packaged.ts';

describe('the walkthrough', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.start({ vsix: [await packagedExtension()] });
  });
  keepTracesOnFailure(() => workbench);
  after(() => workbench.stop());

  it('shows a picture with each of its steps, in dark and light themes', async () => {
    const window = await workbench.openWindow();
    // Where there is less room, the editor shows no pictures.
    await window.page.setViewportSize({ width: 1700, height: 900 });
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.pick('Chat over XMPP, beside your code');
    const steps = window.page.locator('.gettingStartedContainer');
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      await window.useTheme(theme);
      for (const [step, picture] of [
        ['Write to somebody', 'A chat with messages'],
        ['Send the file you are in', 'The picker that asks who gets the file'],
        ['Say how you are', 'The picker of presence'],
        ['Get an account', 'The view of contacts before signing in'],
      ] as const) {
        await steps.getByRole('button', { name: step }).click();
        const shown = window.page.getByAltText(picture);
        await shown.waitFor();
        await shown.evaluate((image: HTMLImageElement) => image.decode());
      }
      await window.screenshot(`walkthrough/${theme}`);
    }
  });
});
