import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import t from 'tap';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** What each file imports, types included: files of src by their path in it, else the name. */
const IMPORTS = new Map(
  FILES.map((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(path.join(SRC, file), 'utf8'));
    return [
      file,
      importedFiles.map(({ fileName }) =>
        fileName.startsWith('.')
          ? path.join(path.dirname(file), fileName).replace(/\.js$/, '.ts')
          : fileName,
      ),
    ];
  }),
);

/**
 * The imports that each folder may have besides its own files: a folder, a file, or a package. Data
 * goes one way, from options through the program and the pipeline to the outputs; nothing reaches back.
 */
const MAY: Record<string, string> = {
  'package-file.ts': 'node:fs',
  'version.ts': 'package-file.ts node:fs',
  'heap.ts': 'node:v8',
  'deadline.ts': '',
  'shell-line.ts': '',
  'exit-status.ts': '',
  'errors.ts': 'exit-status.ts',
  names: '',
  signals: '',
  records: 'version.ts signals',
  wire: 'signals ajv',
  host: 'deadline.ts wire/json-text.ts records execa lru-cache p-limit node:fs node:fs/promises node:os node:path',
  filter: 'errors.ts host names shell-line.ts signals wire',
  program: 'filter names package-file.ts signals wire node:fs',
  bpftrace:
    'deadline.ts errors.ts host package-file.ts shell-line.ts execa node:child_process node:fs node:net node:os node:path node:stream node:url',
  plan: 'errors.ts signals filter program bpftrace host wire',
  supervise: 'bpftrace/wrapper.ts',
  source: 'bpftrace wire split2 node:os node:stream',
  identity: 'host names records signals shell-line.ts wire lru-cache node:fs/promises',
  explain: 'host/proc-status.ts records signals wire lru-cache',
  pipeline:
    'explain filter/view.ts host/oom-log.ts identity plan/kernel-skips.ts records signals wire',
  outputs: 'records shell-line.ts signals string-width node:fs node:stream node:util',
  'trace-options.ts': 'plan',
  assembly:
    'bpftrace/launch.ts filter host identity pipeline plan program records source wire trace-options.ts',
  'trace.ts': 'assembly plan records source supervise trace-options.ts',
  'trace-signals.ts': 'errors.ts filter records trace.ts trace-options.ts',
  'index.ts': 'errors.ts filter records signals trace-signals.ts',
  smoke:
    'errors.ts host package-file.ts program records trace.ts node:child_process node:crypto node:fs node:os node:readline node:url node:util',
  cli: 'errors.ts exit-status.ts version.ts bpftrace filter host outputs plan program records shell-line.ts smoke trace.ts trace-options.ts yargs node:fs node:path',
  'command.ts': 'errors.ts exit-status.ts heap.ts outputs bpftrace/find.ts cli',
};

function folderOf(file: string): string {
  return file.split('/')[0] ?? file;
}

void t.test('imports go one way', (t) => {
  for (const [file, imported] of IMPORTS) {
    const folder = folderOf(file);
    const may = (MAY[folder] ?? '').split(' ');
    const more = imported.filter(
      (name) =>
        !may.includes(name) && !(name.endsWith('.ts') && [folder, ...may].includes(folderOf(name))),
    );
    t.same(more, [], file);
  }
  t.end();
});

void t.test('what may be imported is', (t) => {
  const used = (folder: string, name: string) =>
    [...IMPORTS].some(
      ([file, imported]) =>
        [file, folderOf(file)].includes(folder) &&
        imported.some((other) => [other, folderOf(other)].includes(name)),
    );
  for (const [folder, names] of Object.entries(MAY)) {
    for (const name of names.split(' ').filter((name) => name !== '')) {
      t.ok(used(folder, name), `${folder} imports ${name}`);
    }
  }
  t.end();
});

void t.test('no file imports itself, however far round', (t) => {
  const done = new Set<string>();
  const cycleFrom = (file: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const other of IMPORTS.get(file) ?? []) {
      const cycle = cycleFrom(other, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of FILES) t.same(cycleFrom(file, []), [], file);
  t.end();
});
