/**
 * Captures a fixture: runs the real program under a real bpftrace as a trace would, sends known
 * signals among processes of its own, and writes what bpftrace printed, byte by byte, less what is
 * of others, to test/fixtures/captured/VERSION.ndjson; VERSION.json says what was sent.
 *
 *     node --import=./scripts/typescript/register.js scripts/capture.ts [BPFTRACE]
 *
 * Needs root and python3. BPFTRACE is the bpftrace to run instead of the first on PATH. For one that
 * lives in another root file system give the path of an executable script that enters it (0.11 to
 * 0.16 want debugfs on sys/kernel/debug there, too):
 *
 *     exec unshare --mount --propagation private sh -c '
 *       for d in proc sys dev; do mount --rbind /$d ROOT/$d; done
 *       exec chroot ROOT bpftrace "$@"' sh "$@"
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import { execa } from 'execa';

import { launch } from '../src/bpftrace/launch.js';
import { plan } from '../src/plan/plan.js';

const FOLDER = new URL('../test/fixtures/captured/', import.meta.url);
const ACTORS = new URL('capture-actors.py', import.meta.url);
/** Longer than the slowest start. */
const PATIENCE_MS = 30_000;
/** The lowest bits of what a process is called are its pid. */
const WHO_PID = 0x3fffffn;
/** Longer than a second, so that what is hidden has been printed once more. */
const LAST_MS = 1200;

/** Beside another tracer the kernel keeps some signals from our program; then all is done again. */
const ATTEMPTS = 8;

/** What capture-actors.py tells of itself. */
interface Script {
  readonly pids: readonly number[];
  readonly sent: readonly { readonly what: string; readonly fields: Record<string, unknown> }[];
  readonly exits: readonly { readonly pid: number; readonly status: number }[];
}

const [wanted] = process.argv.slice(2);
const { bpftrace, bufferPages, programs } = await plan({
  ...(wanted === undefined ? {} : { bpftrace: wanted }),
  filter: { hideNoise: true },
});
const [{ variant, text }] = programs;

for (let attempt = 1; ; attempt++) {
  const { lines, script } = await capture();
  const missed = missing(lines, script);
  if (missed.length === 0) {
    await save(lines, script);
    break;
  }
  console.error(`not traced: ${missed.join(', ')}`);
  if (attempt === ATTEMPTS) throw new Error('Is another program tracing signals?');
}

async function capture(): Promise<{ lines: string[]; script: Script }> {
  const run = launch({ bpftrace, program: text, bufferPages, sudo: false, onSkips: () => {} });
  let printed = '';
  run.output.setEncoding('latin1').on('data', (bytes: string) => (printed += bytes));
  const seen = async (pattern: RegExp) => {
    const until = Date.now() + PATIENCE_MS;
    while (!pattern.test(printed)) {
      if (Date.now() > until || run.output.destroyed) throw new Error(`no ${pattern.source}`);
      await delay(20);
    }
  };
  try {
    await seen(/"t\|/);
    run.send('prove');
    await seen(/"c\|/);
    // What stands behind the arguments in memory is the environment: it shows nothing of this host.
    const { stdout } = await execa('python3', ['-'], {
      input: await readFile(ACTORS),
      stderr: 'inherit',
      extendEnv: false,
      env: { PATH: '/usr/bin:/bin' },
    });
    const script = JSON.parse(stdout) as Script;
    await delay(LAST_MS);
    run.send('halt');
    await seen(/"t\|\d+\|1\|/);
    run.send('stop');
    await run.ended;
    return { lines: printed.split('\n').filter((line) => isOurs(line, script)), script };
  } finally {
    run.send('kill');
  }
}

/** All but the signals neither end of which is ours, and what other processes took and are. */
function isOurs(line: string, { pids }: Script): boolean {
  const [, kind = '', rest = ''] = /"data": "([a-z])\|(.*)/.exec(line) ?? [];
  const fields = rest.split('|');
  const among = (...at: number[]) => at.some((i) => pids.includes(Number(fields[i])));
  switch (kind) {
    case 's':
      return among(8, 11, 12);
    case 'd':
      return among(8);
    case 'x':
      return among(3);
    case 'w':
    case 'p':
    case 'a':
      return pids.includes(Number(BigInt(`0x${fields[0] ?? ''}`) & WHO_PID));
    default:
      return true;
  }
}

function missing(lines: readonly string[], { sent }: Script): string[] {
  const traced = lines.map(fieldsOf).map((fields) => [3, 4, 8].map((i) => fields?.[i]).join());
  return sent
    .filter(({ fields: { signo, siCode, targetTid } }) => {
      const at = traced.indexOf([signo, siCode, targetTid].join());
      if (at >= 0) traced.splice(at, 1);
      return at < 0;
    })
    .map(({ what }) => what);
}

/** The numbers in a signal's line; undefined for any other line. */
function fieldsOf(line: string): string[] | undefined {
  return /"s\|((?:-?\d+\|){16})/.exec(line)?.[1]?.split('|');
}

async function save(lines: readonly string[], { sent, exits }: Script): Promise<void> {
  const file = (type: string) => new URL(`${bpftrace.version}.${type}`, FOLDER);
  const about = { bpftrace: bpftrace.version, kernel: os.release(), arch: os.arch(), variant };
  await mkdir(FOLDER, { recursive: true });
  await writeFile(file('ndjson'), lines.join('\n'), 'latin1');
  await writeFile(
    file('json'),
    `${JSON.stringify({ ...about, madeBy: 'scripts/capture.ts', sent, exits }, null, 1)}\n`,
  );
}
