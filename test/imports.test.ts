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
 * What the files of each folder may import besides one another: a folder, a file, or a package.
 * Data goes one way, from the program through the stream to the outputs, and nothing reaches back.
 */
const MAY: Record<string, string> = {
  'errors.ts': '',
  'version.ts': 'node:fs',
  'heap.ts': 'node:v8',
  'read.ts': 'node:fs',
  'namespaces.ts': 'read.ts',
  'pids.ts': 'node:fs',
  'host-cgroups.ts': 'namespaces.ts read.ts node:fs',
  signals: '',
  schema: 'signals',
  program: 'errors.ts signals',
  bpftrace:
    'errors.ts namespaces.ts host-cgroups.ts pids.ts read.ts execa node:fs node:net node:os node:path node:stream node:url',
  supervise: 'bpftrace/keeper.ts',
  stream: 'signals ajv split2 node:stream',
  explain: 'version.ts signals schema stream',
  identity:
    'namespaces.ts host-cgroups.ts pids.ts read.ts signals program schema stream explain execa p-limit node:fs node:fs/promises node:path',
  outputs: 'schema string-width node:fs node:stream',
  'mailbox.ts': '',
  'telling.ts': 'schema stream explain identity mailbox.ts',
  'refusal.ts': 'errors.ts program bpftrace/diagnose.ts',
  'plan.ts': 'errors.ts program bpftrace refusal.ts',
  'untold.ts': 'bpftrace/confinement-checks.ts bpftrace/container.ts plan.ts stream',
  'incarnation.ts': 'bpftrace program stream node:os',
  'turns.ts': '',
  'trace-options.ts': 'plan.ts',
  'trace.ts':
    'errors.ts schema program bpftrace/diagnose.ts supervise stream explain identity telling.ts plan.ts untold.ts refusal.ts incarnation.ts turns.ts trace-options.ts',
  'trace-signals.ts': 'errors.ts program schema trace.ts trace-options.ts',
  'index.ts': 'errors.ts schema signals program trace-signals.ts',
  smoke:
    'errors.ts schema program identity/proc-stat.ts pids.ts read.ts trace.ts node:child_process node:crypto node:fs node:os node:readline node:url node:util',
  cli: 'errors.ts version.ts namespaces.ts schema signals program stream identity outputs bpftrace/check.ts bpftrace/doctor.ts plan.ts trace.ts smoke yargs',
  'bin.ts': 'errors.ts heap.ts outputs cli/main.ts',
};

/** Single files that may import more than the rest of their folder. */
const EXCEPTIONS: Record<string, string> = {
  // The fragments of program are files of this package.
  'program/fragments.ts': 'node:fs',
};

function folderOf(file: string): string {
  return file.split('/')[0] ?? file;
}

void t.test('imports go one way', (t) => {
  for (const [file, imported] of IMPORTS) {
    const folder = folderOf(file);
    const may = `${MAY[folder] ?? ''} ${EXCEPTIONS[file] ?? ''}`.split(' ');
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
  for (const [folder, names] of Object.entries({ ...MAY, ...EXCEPTIONS })) {
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
