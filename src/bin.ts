#!/usr/bin/env node
import { main } from './cli/main.js';
import { SignalsTraceError } from './errors.js';
import { printable } from './outputs/printable.js';

try {
  await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof SignalsTraceError;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`signals-trace: ${printable(text)}\n`);
  if (known) process.stderr.write(`  ${printable(error.hint)}\n`);
  process.exitCode = known ? error.exitCode : 4;
}
