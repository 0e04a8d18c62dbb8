import type { Filter } from '../filter/filter.js';
import { LiveProc } from '../host/live-proc.js';
import { ownNamespace } from '../host/namespaces.js';
import { ndjson, ndjsonWithoutAncestors } from '../outputs/ndjson.js';
import { FileSink, isFile, StreamSink } from '../outputs/sink.js';
import { Summary } from '../outputs/summary.js';
import type { Balance } from '../records/control-records.js';
import { Trace } from '../trace.js';
import type { TraceOptions } from '../trace-options.js';
import { absentProcesses } from './absent-processes.js';
import { onEndingSignals } from './ending-signals.js';
import { hiddenLine, ledgerLine, statsLine, withHeld } from './ledger-line.js';
import { last, type TraceFlags } from './options.js';
import { formatFor, type OutputFormat, outputFormatOf } from './output-formats.js';
import { type Output, OutputSet } from './output-set.js';
import { planOptionsOf } from './plan-flags.js';
import { parseCount, parseDuration } from './quantities.js';
import { recordFile } from './record-file.js';
import { showRecords } from './show-records.js';
import { Terminal } from './terminal.js';

const HIDDEN_EVERY_MS = 10_000;
const STATS_EVERY_MS = 1000;
/** The descriptor. */
const STDOUT = 1;

/** `signals-trace [target]`: traces until a limit or an ending signal. */
export async function traceCommand(flags: TraceFlags): Promise<void> {
  const format = outputFormatOf(flags);
  const terminal = new Terminal();
  const options = await traceOptionsOf(flags, format, terminal);
  // /proc of a pid namespace does not show the processes that are traced.
  if (ownNamespace('pid') === undefined) {
    const absent = absentProcesses(options.filter, new LiveProc(), options.attempts);
    for (const sentence of absent) terminal.line(sentence);
  }
  const destinations = openOutputs(format, flags, options.filter);
  const trace = await Trace.open(options);
  const outputs = new OutputSet(destinations, (reason) => {
    trace.stop(reason);
  });
  if (trace.usesSudo) terminal.line('bpftrace needs root: it is run with sudo');
  terminal.progress('starting bpftrace …');
  const restore = onEndingSignals(stopper(trace, outputs, terminal));
  const timers = startTimers(trace, terminal, flags.stats === true);
  const summary = flags.summary === true ? new Summary() : undefined;
  try {
    await showRecords(trace, outputs, (entry) => {
      if (entry.type === 'ready') terminal.done();
      if (summary === undefined) return;
      const { record } = entry;
      if (record.type === 'signal' || record.type === 'burst') summary.add(record);
    });
    const held = destinations[0]?.format.held?.() ?? {};
    await showEnd(withHeld(trace.balance, held), outputs, summary, format, terminal);
  } finally {
    timers.forEach(clearInterval);
    restore();
    terminal.done();
  }
}

async function traceOptionsOf(flags: TraceFlags, format: OutputFormat, terminal: Terminal) {
  const planned = await planOptionsOf(flags, format !== 'json');
  const duration = last(flags.duration);
  const limit = last(flags.count);
  const log = (line: string) => {
    terminal.line(`debug: ${line}`);
  };
  return {
    ...planned,
    ancestors: format !== 'json' || flags.ancestors === true,
    ...(duration === undefined ? {} : { durationMs: parseDuration('--duration', duration) }),
    ...(limit === undefined ? {} : { count: parseCount('--count', limit) }),
    ...(last(flags['log-level']) === 'debug' ? { log } : {}),
  } satisfies TraceOptions;
}

/** Returns stdout, and the file that `--write` names. */
function openOutputs(
  shown: OutputFormat,
  { write, ancestors }: TraceFlags,
  filter: Filter,
): Output[] {
  const sink = isFile(STDOUT) ? new FileSink(STDOUT) : new StreamSink(process.stdout);
  const stdout = { name: 'stdout', format: formatFor(shown, filter), sink };
  const file = last(write);
  if (file === undefined) return [stdout];
  const format = shown === 'json' || ancestors === true ? ndjson : ndjsonWithoutAncestors;
  return [stdout, { name: file, format, sink: recordFile(file) }];
}

/** Returns the listener that stops the trace at the first signal, and hurries it at each further one. */
function stopper(trace: Trace, outputs: OutputSet, terminal: Terminal) {
  let stopped = false;
  return (signal: NodeJS.Signals) => {
    if (signal === 'SIGINT') terminal.interrupted();
    if (stopped) {
      outputs.hurry();
      trace.hurry();
    }
    stopped = true;
    trace.stop(signal);
  };
}

/** Starts the lines on stderr that come while the trace runs. */
function startTimers(trace: Trace, terminal: Terminal, stats: boolean): NodeJS.Timeout[] {
  let hidden = '';
  const showHidden = () => {
    const now = hiddenLine(trace.balance);
    if (now !== '' && now !== hidden) terminal.aside(now);
    hidden = now;
  };
  let before = trace.balance;
  const showStats = () => {
    if (trace.state === 'starting') return;
    const now = trace.balance;
    terminal.line(statsLine(before, now, trace.state));
    before = now;
  };
  return [
    setInterval(showHidden, HIDDEN_EVERY_MS),
    ...(stats ? [setInterval(showStats, STATS_EVERY_MS)] : []),
  ];
}

/**
 * Writes the summary and the ledger.
 *
 * @throws SignalsTraceError `cannot_write` if a write failed
 */
async function showEnd(
  balance: Balance,
  outputs: OutputSet,
  summary: Summary | undefined,
  format: OutputFormat,
  terminal: Terminal,
): Promise<void> {
  const readable = outputs.isOpen('stdout');
  if (summary !== undefined) {
    const text = summary.text(balance.hidden);
    if (format === 'json' || !readable) terminal.line(text);
    else await new StreamSink(process.stdout).write(`\n${text}`);
  }
  // The end record of JSON holds the ledger too, as long as somebody can read it.
  if (format !== 'json' || !readable) terminal.sentence(ledgerLine(balance, readable));
  if (outputs.failure !== undefined) throw outputs.failure;
  // Node would wait here until the reader has taken the rest.
  if (outputs.unread) process.exit();
}
