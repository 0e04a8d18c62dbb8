import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import t from 'tap';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Files that run in a process of their own, or take effect when they are imported. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'bin.cts': 'test/first-file.test.ts and test/package.test.ts run the built one',
  'command.ts': 'test/cli/main.test.ts runs the built one',
};

const FILES = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.c?ts$/.test(file))
  .sort();

function read(...names: readonly string[]): string {
  return readFileSync(path.join(ROOT, ...names), 'utf8');
}

/** Whether the compiler leaves nothing of the text, once it has removed the types. */
function isPureTypes(text: string): boolean {
  const { statements } = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest);
  return statements.every(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      (ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly),
  );
}

function imports(file: string): readonly string[] {
  return ts
    .preProcessFile(read(file))
    .importedFiles.map(({ fileName }) =>
      path.join(path.dirname(file), fileName).replace(/\.js$/, '.ts'),
    );
}

void t.test('each file of src has a test of its name that imports it', (t) => {
  for (const file of FILES) {
    if (file in ELSEWHERE || isPureTypes(read('src', file))) continue;
    const test = path.join('test', file.replace(/\.c?ts$/, '.test.ts'));
    t.ok(
      existsSync(path.join(ROOT, test)) && imports(test).includes(path.join('src', file)),
      `${test} imports src/${file}`,
    );
  }
  t.end();
});

void t.test('each exception is a file that does something and has no such test', (t) => {
  for (const file of Object.keys(ELSEWHERE)) {
    t.ok(FILES.includes(file), `src/${file} is there`);
    t.notOk(isPureTypes(read('src', file)), `src/${file} does something`);
    t.notOk(existsSync(path.join(ROOT, 'test', file.replace(/\.c?ts$/, '.test.ts'))), file);
  }
  t.end();
});

void t.test('types alone are known', (t) => {
  for (const text of [
    'export interface A { b: number }\nexport type C = A;',
    "import type { A } from './a.js';",
    "export type { A } from './a.js';",
  ])
    t.ok(isPureTypes(text), text);
  for (const text of ['export const A = 1;', "import './a.js';", "export { A } from './a.js';"])
    t.notOk(isPureTypes(text), text);
  t.end();
});
