import { EXIT_STATUSES } from '../exit-status.js';
import { PROBE_CHOICES } from '../program/variants.js';
import { junit } from '../smoke/junit.js';
import { smoke } from '../smoke/smoke.js';
import { tap, tapBailOut } from '../smoke/tap.js';
import { ENDING_SIGNALS, onEndingSignals } from './ending-signals.js';
import { last, PATIENCE, type SmokeFlags } from './options.js';
import { print } from './print.js';
import { parseDuration } from './quantities.js';
import { recordFile } from './record-file.js';
import { Terminal } from './terminal.js';
import { cannotWrite } from './write-failure.js';

/** `signals-trace smoke`: exit status 0 if all checks passed, 1 if one failed. */
export async function smokeCommand(flags: SmokeFlags): Promise<void> {
  const inJunit = last(flags.report) === 'junit';
  const patienceMs = parseDuration('--patience', last(flags.patience) ?? PATIENCE);
  const name = last(flags.write);
  const file = name === undefined ? undefined : recordFile(name);
  let unwritten: Error | undefined;
  const terminal = new Terminal();
  const interruption = new AbortController();
  const restore = onEndingSignals((signal) => {
    interruption.abort(signal);
  });
  try {
    const findings = await smoke({
      bpftrace: last(flags.bpftrace),
      probe: PROBE_CHOICES.find((choice) => choice === last(flags.probe)),
      patienceMs,
      interrupted: interruption.signal,
      progress: (text) => {
        terminal.progress(text);
      },
      say: (text) => {
        terminal.line(text);
      },
      onRecords: (records) => {
        try {
          file?.write(records.map(({ line }) => line).join(''));
        } catch (error) {
          unwritten ??= cannotWrite(name ?? '', error);
        }
      },
    });
    if (unwritten !== undefined) throw unwritten;
    terminal.done();
    await print(inJunit ? junit(findings) : tap(findings));
    if (findings.checks.some(({ verdict }) => verdict === 'failed'))
      process.exitCode = EXIT_STATUSES.checkFailed.status;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  } finally {
    terminal.done();
    restore();
  }
  const signal = ENDING_SIGNALS.find((signal) => signal === interruption.signal.reason);
  if (signal === undefined) return;
  if (!inJunit) await print(tapBailOut(`interrupted by ${signal}`));
  // The parent sees from the status that the checks did not come to their end.
  process.kill(process.pid, signal);
}
