import { type Filter, LONGEST_COMM, PID_LIMIT, type Who } from '../filter/filter.js';
import { userId } from '../host/users.js';
import { resultWord } from '../outputs/wording.js';
import { ALL_SIGNALS, parseSignal } from '../signals/numbers.js';
import { type Result, RESULTS } from '../signals/results.js';
import { parseCodes, parseOrigins } from './cause-flags.js';
import { parseChoice, split } from './lists.js';
import { nearest } from './nearest.js';
import { parseContainers, parsePods, parseUnits } from './place-flags.js';
import { quote } from './quote.js';
import { usage } from './usage.js';

/** Flags as they were typed. */
export interface FilterFlags {
  readonly target?: string | undefined;
  readonly signal?: readonly string[] | undefined;
  readonly from?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
  readonly fromUser?: readonly string[] | undefined;
  readonly toUser?: readonly string[] | undefined;
  readonly user?: readonly string[] | undefined;
  readonly fromUnit?: readonly string[] | undefined;
  readonly unit?: readonly string[] | undefined;
  readonly fromContainer?: readonly string[] | undefined;
  readonly container?: readonly string[] | undefined;
  readonly pod?: readonly string[] | undefined;
  readonly origin?: readonly string[] | undefined;
  readonly code?: readonly string[] | undefined;
  readonly result?: readonly string[] | undefined;
  readonly withSelf?: boolean | undefined;
}

/**
 * The filter that the flags ask for.
 *
 * @throws SignalsTraceError `usage`
 */
export async function filterOf(flags: FilterFlags, hideNoise: boolean): Promise<Filter> {
  return {
    signals: parseSignals(flags.signal ?? []),
    from: (flags.from ?? []).map((text) => parseWho('--from', text)),
    to: (flags.to ?? []).map((text) => parseWho('--to', text)),
    either: flags.target === undefined ? [] : [parseWho('the target', flags.target)],
    fromUsers: await parseUsers('--from-user', flags.fromUser ?? []),
    toUsers: await parseUsers('--to-user', flags.toUser ?? []),
    users: await parseUsers('--user', flags.user ?? []),
    fromUnits: parseUnits('--from-unit', flags.fromUnit ?? []),
    toUnits: parseUnits('--unit', flags.unit ?? []),
    fromContainers: parseContainers('--from-container', flags.fromContainer ?? []),
    toContainers: parseContainers('--container', flags.container ?? []),
    toPods: parsePods('--pod', flags.pod ?? []),
    origins: parseOrigins(flags.origin ?? []),
    codes: parseCodes(flags.code ?? []),
    results: (flags.result ?? []).flatMap((list) => split('--result', list)).map(parseResult),
    hideNoise,
    withSelf: flags.withSelf ?? false,
  };
}

/** Reads `TERM,KILL,RTMIN+3,9` or `!CHLD,URG`. */
function parseSignals(lists: readonly string[]): Filter['signals'] {
  const examples = ['-s TERM,KILL', "-s '!CHLD,URG'"] as const;
  const { except, words } = parseChoice('--signal', examples, lists);
  return { except, numbers: [...new Set(words.map(signalNumber))] };
}

function signalNumber(word: string): number {
  const signo = parseSignal(word);
  if (signo !== undefined) return signo;
  if (/^-?\d+$/.test(word)) throw usage(`There is no signal ${word}`, 'they are numbered 1 to 64');
  const guess = nearest(
    word.replace(/^SIG/i, ''),
    ALL_SIGNALS.map((name) => name.slice(3)),
  );
  throw usage(
    `There is no signal ${quote(word)}`,
    guess === undefined ? 'kill -l lists them' : `did you mean ${guess}?`,
  );
}

/** A pid, `/regex/` or a name. */
function parseWho(flag: string, text: string): Who {
  if (/^\d+$/.test(text)) {
    const pid = Number(text);
    if (pid >= PID_LIMIT)
      throw usage(`${flag} ${text}: no pid is that large`, `pids end before ${PID_LIMIT}`);
    if (pid === 0 && flag !== '--from') {
      throw usage(
        `${flag} 0: the kernel's idle task is never signalled`,
        'give a pid from 1 up; for what interrupts of idle processors send, --from 0',
      );
    }
    return { kind: 'pid', pid };
  }
  if (/^-\d+$/.test(text)) {
    throw usage(
      `${flag} ${text}: no pid is negative`,
      'what is sent to a process group is traced by its members: give the pid or the name of one',
    );
  }
  const regex = /^\/(.+)\/(i?)$/s.exec(text);
  if (regex !== null) {
    try {
      return { kind: 'command', pattern: new RegExp(regex[1] ?? '', `u${regex[2] ?? ''}`) };
    } catch (error) {
      throw usage(
        `${flag} ${quote(text)} is no regular expression: ${reason(error)}`,
        'with a backslash before it, each of ^ $ . * + ? ( ) [ ] { } | / stands for itself',
      );
    }
  }
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes === 0) throw usage(`${flag} is empty`, 'give a pid, a name or a /regex/');
  if (bytes > LONGEST_COMM) {
    throw usage(
      `${flag} ${quote(text)}: the kernel keeps ${LONGEST_COMM} bytes of a name, so nothing is called that`,
      `use its first ${LONGEST_COMM} bytes, or '/regex/' to search the command line`,
    );
  }
  return { kind: 'name', name: text };
}

async function parseUsers(flag: string, lists: readonly string[]): Promise<number[]> {
  const users: number[] = [];
  for (const user of lists.flatMap((list) => split(flag, list))) {
    const uid = await userId(user);
    if (uid === undefined) {
      throw usage(`${flag} ${quote(user)}: there is no such user`, 'getent passwd lists them');
    }
    users.push(uid);
  }
  return users;
}

function parseResult(word: string): Result {
  const asked = word.toLowerCase();
  const result = RESULTS.find((known) => known === asked || resultWord(known) === asked);
  if (result !== undefined) return result;
  throw usage(`There is no result ${quote(word)}`, `the kernel knows ${RESULTS.join(', ')}`);
}

/** What follows the expression itself in a message of RegExp's. */
function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^.*: /s, '') : String(error);
}
