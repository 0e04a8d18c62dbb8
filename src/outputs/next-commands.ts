import type { SignalWithOutcome } from './rows.js';

/** Seconds of log before and after the signal that a command shows. */
const BEFORE = 60;
const AFTER = 5;
/** Names as systemd and container runtimes make them. No other name is put into a command. */
const PLAIN = /^[\w@.:-]+$/;

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
  if (container !== undefined && PLAIN.test(container)) {
    const id = container.slice(0, 12);
    commands.push(target.pod === undefined ? `docker logs --since 5m ${id}` : `crictl logs ${id}`);
  } else if (unit !== undefined && PLAIN.test(unit)) {
    commands.push(`journalctl -u ${unit} ${span}`);
  }
  return commands;
}

function seconds(epochUs: number): number {
  return Math.floor(epochUs / 1e6);
}
