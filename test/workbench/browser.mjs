// A headless Chromium for the workbench.
import { chromium } from 'playwright-core';

const options = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update'],
};

/**
 * Opens Chromium, in its sandbox wherever that works: root has none, and some containers neither.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function openBrowser() {
  if (process.getuid?.() !== 0) {
    try {
      return await chromium.launch({ ...options, chromiumSandbox: true });
    } catch (error) {
      if (!/sandbox/i.test(error.message)) throw error;
    }
  }
  return chromium.launch({ ...options, chromiumSandbox: false });
}
