import { shellWord } from '../shell-line.js';
import { printable } from './printable.js';
import type { SignalWithOutcome } from './rows.js';

/** Seconds of log before and after the signal that a command shows. */
const BEFORE = 60;
const AFTER = 5;

/** Suggests commands that show more of a signal and its target. */
export function nextCommands({ signal, outcome }: SignalWithOutcome): string[] {
  const { target, epoch_us, origin } = signal;
  const { unit, container } = target;
  const span = `--since @${seconds(epoch_us) - BEFORE} --until @${seconds(epoch_us) + AFTER}`;
  const commands: string[] = [];
  if (origin === 'oom') commands.push(`journalctl -k ${span}`);
  if (outcome?.outcome === 'dumped' && target.pid !== undefined) {
    commands.push(`coredumpctl info ${target.pid}`);
  }
  if (isShown(container)) {
    const id = shellWord(container.slice(0, 12));
    commands.push(target.pod === undefined ? `docker logs --since 5m ${id}` : `crictl logs ${id}`);
  } else if (isShown(unit)) {
    commands.push(`journalctl -u ${shellWord(unit)} ${span}`);
  }
  return commands;
}

/** Whether a terminal shows this name as it is, so that it can be put into a command. */
function isShown(name: string | undefined): name is string {
  return name !== undefined && name !== '' && printable(name) === name && !name.includes('\uFFFD');
}

function seconds(epochUs: number): number {
  return Math.floor(epochUs / 1e6);
}
