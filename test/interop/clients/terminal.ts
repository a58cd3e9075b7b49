import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { eventually, startProgram } from './otherClient.ts';

const run = promisify(execFile);
const SIZE = ['-x', '160', '-y', '50'];

/** A terminal, held by tmux, with one program in it: what its user types and sees. */
export class Terminal {
  readonly #folder: string;
  readonly #tmux: ChildProcess;
  /** What was there when somebody last looked. */
  screen = '';

  private constructor(folder: string, tmux: ChildProcess) {
    this.#folder = folder;
    this.#tmux = tmux;
  }

  static async start(
    command: readonly string[],
    { folder, env }: { folder: string; env: Record<string, string> },
  ): Promise<Terminal> {
    // In the foreground, so that it ends with us, and the program with its terminal.
    const tmux = startProgram(['tmux', '-u', '-f', '/dev/null', '-S', 'tmux', '-D'], {
      cwd: folder,
      env: { TERM: 'xterm-256color', ...env },
    });
    const terminal = new Terminal(folder, tmux);
    await eventually(
      () =>
        terminal.#do('new-session', '-d', ...SIZE, ...command).then(
          () => true,
          () => false,
        ),
      () => 'no terminal',
    );
    return terminal;
  }

  /** Types words, and Enter. */
  async enter(line: string): Promise<void> {
    await this.type(line);
    await this.press('Enter');
  }

  async type(text: string): Promise<void> {
    await this.#do('send-keys', '-l', '--', text);
  }

  /** Presses a key, by tmux's name for it. */
  async press(key: string): Promise<void> {
    await this.#do('send-keys', key);
  }

  /** Waits for what is seen; with colours, as the terminal's own sequences. */
  async waitFor(fits: (screen: string) => boolean, colours = false): Promise<void> {
    const escapes = colours ? ['-e'] : [];
    await eventually(
      async () => {
        this.screen = await this.#do('capture-pane', '-p', ...escapes);
        return fits(this.screen);
      },
      () => this.screen.trim(),
    );
  }

  async stop(): Promise<void> {
    if (this.#tmux.exitCode !== null || this.#tmux.signalCode !== null) return;
    const exited = once(this.#tmux, 'exit');
    this.#tmux.kill('SIGTERM');
    await exited;
  }

  async #do(...args: string[]): Promise<string> {
    // Or else tmux starts a server itself, elsewhere, where ours is not up yet.
    const { stdout } = await run('tmux', ['-N', '-u', '-S', 'tmux', ...args], {
      cwd: this.#folder,
    });
    return stdout;
  }
}
