import { SignalsTraceError, usage } from '../errors.js';
import type { Flags } from '../filter/option.js';
import { version } from '../version.js';
import { type CommandName, isCommand, refuseReserved } from './command-words.js';
import { print } from './print.js';

/** Runs the command that the arguments name. Its code is loaded only then. */
export async function main(args: readonly string[]): Promise<void> {
  const [word] = args;
  refuseReserved(word);
  const name = isCommand(word) ? word : 'trace';
  const rest = isCommand(word) ? args.slice(1) : args;
  if (name === 'version' || asks(rest, 'version', 'V')) return print(`${version}\n`);
  if (name === 'help') {
    const topic = rest.find((arg) => !arg.startsWith('-'));
    return (await import('./help-command.js')).helpCommand(topic);
  }
  if (asks(rest, 'help', 'h')) {
    return (await import('./help-command.js')).helpCommand(isCommand(word) ? name : undefined);
  }
  if (name === 'completion') {
    return (await import('./completion/completion-command.js')).completionCommand(rest);
  }
  if (args.includes('--')) {
    throw usage(
      'Words after -- are a command to run, which is not in this version',
      'start the command yourself, and trace it: signals-trace --to NAME',
    );
  }
  await runParsed(name, rest);
}

/** Whether help or the version is asked for among other options. */
function asks(args: readonly string[], long: string, short: string): boolean {
  return args.includes(`--${long}`) || args.includes(`-${short}`);
}

async function runParsed(name: CommandName, args: readonly string[]): Promise<void> {
  const { commandNamed, flagsOf } = await import('./commands.js');
  const { parse } = await import('./parse.js');
  const { toldOf, withVariables } = await import('./environment.js');
  const { isRoot } = await import('../bpftrace/as-root.js');
  const command = commandNamed(name);
  const { flags, taken, ignored } = withVariables(
    await parse(command, args),
    flagsOf(command),
    process.env,
    isRoot(),
  );
  if (ignored.length > 0) {
    const { Terminal } = await import('./terminal.js');
    const terminal = new Terminal();
    for (const line of ignored) terminal.line(`signals-trace: ${line}`);
  }
  try {
    await run(name, flags);
  } catch (error) {
    throw error instanceof SignalsTraceError ? toldOf(error, taken) : error;
  }
}

async function run(name: CommandName, flags: Flags): Promise<void> {
  switch (name) {
    case 'program':
      return (await import('./program-command.js')).programCommand(flags);
    case 'doctor':
      return (await import('./doctor-command.js')).doctorCommand(flags);
    case 'smoke':
      return (await import('./smoke-command.js')).smokeCommand(flags);
    case 'schema':
      return (await import('./schema-command.js')).schemaCommand();
    default:
      return (await import('./trace-command.js')).traceCommand(flags);
  }
}
