import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { consoleCommands, documentAt } from './documents.js';
import { cannotTrace, runs } from './needs.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/container', import.meta.url));
const UNREACHABLE =
  /knows no mirror|Could not (?:resolve|connect)|Temporary failure|Unable to connect|Failed to fetch|E(?:NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT)/;

/** The document of the image. */
export const IMAGE = documentAt('scripts/image/README.md');

/** The lines that it says to run: podman run's options, and the arguments of signals-trace. */
export const LINES = consoleCommands(IMAGE).flatMap((command) => {
  const [, options, args] = /^podman run (.*) signals-trace (.*)$/.exec(command) ?? [];
  return options === undefined || args === undefined
    ? []
    : { options: words(options), args: words(args) };
});

export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Builds the image, which may take minutes; says why where it can't be had here. */
export async function provideImage(): Promise<string | false> {
  if (cannotTrace !== false) return cannotTrace;
  for (const program of ['podman', 'crun', 'mmdebstrap']) {
    if (!runs(program, '--version')) return `needs ${program}`;
  }
  const { failed, stderr } = await execa(SCRIPT, ['root'], { reject: false });
  const [unreachable] = UNREACHABLE.exec(stderr) ?? [];
  if (failed && unreachable !== undefined) {
    return `needs Debian's mirror and npm's registry: ${unreachable}`;
  }
  if (failed) throw new Error(`scripts/container root: ${stderr}`);
  return false;
}

/** Runs a container with these options of podman run. */
export function container(options: readonly string[], args: readonly string[]) {
  return execa(SCRIPT, ['run', ...options, '--', ...args], { reject: false, stdin: 'ignore' });
}
