// What npm start and npm test need on this machine before anything else.
import { existsSync } from 'node:fs';
import { run } from './processes.mjs';

/**
 * Installs what is missing.
 * @param {{ need: readonly ('npm' | 'debian')[] }} options
 */
export async function setup({ need }) {
  if (need.includes('npm') && !existsSync('node_modules')) {
    console.log('setup: installing npm packages');
    await run('npm', ['ci']);
  }
}
