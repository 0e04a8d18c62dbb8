import { SignalsTraceError } from '../errors.js';
import { LiveProc } from '../host/live-proc.js';
import { ownNamespace } from '../host/namespaces.js';
import { ndjson, ndjsonWithoutAncestors } from '../outputs/ndjson.js';
import type { Formatter } from '../outputs/output-format.js';
import { type Sink, StreamSink, Unread } from '../outputs/sink.js';
import { Summary } from '../outputs/summary.js';
import { count, hiddenCounts } from '../outputs/wording.js';
import type { Balance } from '../records/control-records.js';
import { Trace } from '../trace.js';
import { absentProcesses } from './absent-processes.js';
import { ENDING_SIGNALS } from './ending-signals.js';
import { last, type TraceFlags } from './options.js';
import { faceOf, formatFor, type OutputFormat } from './output-formats.js';
import { planOptionsOf } from './plan-flags.js';
import { parseCount, parseDuration } from './quantities.js';
import { recordFile } from './record-file.js';
import { Terminal } from './terminal.js';
import { cannotWrite, isClosedPipe } from './write-failure.js';

const HIDDEN_EVERY_MS = 10_000;
/** How often it is looked whether rows have waited long enough. */
const DUE_EVERY_MS = 50;

/** `signals-trace [target]`: traces until it is told to end. */
export async function traceCommand(flags: TraceFlags): Promise<void> {
  const face = faceOf(flags);
  const terminal = new Terminal();
  const planned = await planOptionsOf(flags, face !== 'json');
  const duration = last(flags.duration);
  const limit = last(flags.count);
  const options = {
    ...planned,
    ancestors: face !== 'json' || flags.ancestors === true,
    ...(duration === undefined ? {} : { durationMs: parseDuration('--duration', duration) }),
    ...(limit === undefined ? {} : { count: parseCount('--count', limit) }),
    ...(last(flags['log-level']) === 'debug' ? { log: debugLog(terminal) } : {}),
  };
  // Elsewhere /proc shows others than those that are traced.
  if (ownNamespace('pid') === undefined) {
    const absent = absentProcesses(planned.filter, new LiveProc(), planned.attempts);
    for (const sentence of absent) terminal.line(sentence);
  }
  const outputs = openOutputs(face, flags);
  const trace = await Trace.open(options);
  if (trace.usesSudo) terminal.line('bpftrace needs root: it is run with sudo');
  terminal.progress('starting bpftrace …');
  let told = false;
  const handlers = ENDING_SIGNALS.map(
    (name) =>
      [
        name,
        () => {
          if (name === 'SIGINT') terminal.interrupted();
          if (told) {
            for (const { sink } of outputs) sink.hurry?.();
            trace.hurry();
          }
          told = true;
          trace.stop(name);
        },
      ] as const,
  );
  for (const [name, handler] of handlers) process.on(name, handler);
  const timers = [
    setInterval(hiddenTeller(trace, terminal), HIDDEN_EVERY_MS),
    ...(flags.stats === true ? [setInterval(statsTeller(trace, terminal), 1000)] : []),
  ];
  try {
    await showAll(
      trace,
      outputs,
      flags.summary === true ? new Summary() : undefined,
      face,
      terminal,
    );
  } finally {
    timers.forEach(clearInterval);
    for (const [name, handler] of handlers) process.off(name, handler);
    terminal.done();
  }
}

/** One way out of the trace: what it is called, how it is written, where it goes. */
interface Output {
  readonly name: string;
  readonly format: Formatter;
  readonly sink: Sink;
}

function openOutputs(face: OutputFormat, { write, ancestors }: TraceFlags): Output[] {
  const screen = new StreamSink(process.stdout);
  const outputs: Output[] = [{ name: 'stdout', format: formatFor(face), sink: screen }];
  const file = last(write);
  if (file === undefined) return outputs;
  const format = face === 'json' || ancestors === true ? ndjson : ndjsonWithoutAncestors;
  outputs.push({ name: file, format, sink: recordFile(file) });
  return outputs;
}

async function showAll(
  trace: Trace,
  outputs: readonly Output[],
  summary: Summary | undefined,
  face: OutputFormat,
  terminal: Terminal,
): Promise<void> {
  let open = [...outputs];
  const errors: unknown[] = [];
  const each = async (act: (output: Output) => Promise<void> | undefined) => {
    for (const output of open) {
      try {
        await act(output);
      } catch (error) {
        open = open.filter((other) => other !== output);
        const closed = isClosedPipe(error);
        trace.stop(closed ? 'reader closed' : `cannot write ${output.name}`);
        errors.push(closed || error instanceof Unread ? error : cannotWrite(output.name, error));
      }
    }
  };
  // One write after the other, whether records or the time brought it about.
  let writing = Promise.resolve();
  const write = (text: (format: Formatter) => string) => {
    writing = writing.then(() =>
      each(({ sink, format }) => {
        const said = text(format);
        return said === '' ? undefined : sink.write(said);
      }),
    );
    return writing;
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const batch of trace) {
      for (const record of batch) {
        if (record.type === 'ready') terminal.done();
        if (record.type === 'signal') summary?.add(record);
      }
      // With the first record: a trace that does not begin shows nothing.
      if (timer === undefined) {
        await write(({ head }) => head);
        timer = setInterval(() => void write((format) => format.due()), DUE_EVERY_MS);
      }
      await write((format) => batch.map((record) => format.record(record)).join('') + format.due());
    }
  } finally {
    clearInterval(timer);
    await write((format) => format.flush());
  }
  await each(({ sink }) => sink.close());
  const readable = open.some(({ name }) => name === 'stdout');
  if (summary !== undefined) {
    if (face === 'json' || !readable) terminal.line(summary.text);
    else await new StreamSink(process.stdout).write(`\n${summary.text}`);
  }
  // In JSON the end record tells it, as long as somebody can read that.
  if (face !== 'json' || !readable) terminal.line(ledgerLine(trace.balance, readable));
  const failure = errors.find((error) => error instanceof SignalsTraceError);
  if (failure !== undefined) throw failure;
  // Else Node would wait until the reader has taken the rest.
  if (errors.some((error) => error instanceof Unread)) process.exit();
}

/** The ledger in a line, for a person; whether there was a table to the end, that shows the signals. */
function ledgerLine(balance: Balance, readable: boolean): string {
  const hidden = hiddenCounts(balance.hidden);
  const { emitted, lost, filtered, late, invalid, skipped, unaccounted, incarnations } = balance;
  const parts = [
    `${count(emitted)} ${emitted === 1 ? 'signal' : 'signals'} ${readable ? 'shown' : 'traced'}`,
    `${count(lost)} lost`,
    ...(filtered > 0 ? [`${count(filtered)} filtered`] : []),
    ...(late > 0 ? [`${count(late)} out of place`] : []),
    ...(invalid > 0 ? [`${count(invalid)} invalid`] : []),
    ...(skipped === null || skipped === 0 ? [] : [`${count(skipped)} skipped by the kernel`]),
    ...(unaccounted === 0 ? [] : [`${count(unaccounted)} unaccounted`]),
    ...(incarnations > 1 ? [`${count(incarnations)} starts of bpftrace`] : []),
  ];
  return `${parts.join(', ')}${hidden === '' ? '' : `; hidden: ${hidden} (-a shows all)`}`;
}

function hiddenTeller(trace: Trace, terminal: Terminal): () => void {
  let told = '';
  return () => {
    const hidden = hiddenCounts(trace.balance.hidden);
    if (hidden !== '' && hidden !== told) terminal.aside(`hidden: ${hidden} (-a shows all)`);
    told = hidden;
  };
}

function statsTeller(trace: Trace, terminal: Terminal): () => void {
  let before = trace.balance;
  return () => {
    if (trace.state === 'starting') return;
    const now = trace.balance;
    const rate = now.received - before.received;
    terminal.line(
      `${count(rate)} signals/s, ${count(now.lost)} lost, ${count(now.emitted)} shown, ${trace.state}`,
    );
    before = now;
  };
}

function debugLog(terminal: Terminal): (line: string) => void {
  return (line) => {
    terminal.line(`debug: ${line}`);
  };
}
