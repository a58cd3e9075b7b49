import { spawn } from 'node:child_process';

/** How long a program may take, in ms; PowerShell takes a second to start. */
const TIMEOUT_MS = 15_000;

/** A program of the system to run, without a shell. */
export interface ProgramCall {
  /** Its absolute path: what lies in the current folder is never run. */
  readonly program: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Its standard input; empty when absent. */
  readonly input?: string;
}

/** Runs a program. @returns whether it succeeded, in time */
export type RunProgram = (call: ProgramCall) => Promise<boolean>;

export const runProgram: RunProgram = async (call) => {
  try {
    return (await exitCode(call)) === 0;
  } catch {
    return false;
  }
};

function exitCode({ program, args, env, input = '' }: ProgramCall): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      signal: AbortSignal.timeout(TIMEOUT_MS),
      windowsHide: true,
    });
    child.once('error', (error) => {
      child.stdin.destroy();
      reject(error);
    });
    child.once('close', resolve);
    // It may end without reading it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
