import { findAhead } from './bpftrace/find.js';
import { wantsBpftrace } from './cli/command-words.js';
import { keepHangupIgnored } from './cli/ending-signals.js';
import { SignalsTraceError } from './errors.js';
import { EXIT_STATUSES } from './exit-status.js';
import { collectAlone } from './heap.js';
import { printable } from './outputs/printable.js';

collectAlone();
keepHangupIgnored();
// A stderr that nobody reads any more, as after `2>&1 | head`, is no reason to fail.
process.stderr.on('error', () => undefined);
const args = process.argv.slice(2);
// bpftrace says its version while the rest is loaded.
if (wantsBpftrace(args)) findAhead();
try {
  const { main } = await import('./cli/main.js');
  await main(args);
} catch (error) {
  const known = error instanceof SignalsTraceError;
  const hint = known
    ? error.hint
    : 'this is a fault of signals-trace: please report it, with what --log-level debug says';
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`signals-trace: ${printable(text)}\n  ${printable(hint)}\n`);
  process.exitCode = known ? error.exitCode : EXIT_STATUSES.gaveUp.status;
}
