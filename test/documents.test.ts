// What the documents say is so. The commands of their `sh` blocks run in test/package.test.ts, the
// containers of their `console` blocks in test/live/container.test.ts.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { Ajv } from 'ajv';
import { execa } from 'execa';
import t, { type Test } from 'tap';

import { fullHelp } from '../src/cli/help.js';
import { RECORD_SCHEMA } from '../src/records/record-schema.js';
import {
  blocks,
  consoleCommands,
  type Document,
  documentAt,
  DOCUMENTS,
  prose,
  ROOT,
} from './support/documents.js';

const IMAGE = 'scripts/image/README.md';
const LABORATORY = 'scripts/laboratory/README.md';
const HELP = new Map<string, Promise<string>>();

for (const document of DOCUMENTS) {
  void t.test(`the links of ${document.path} lead somewhere`, (t) => {
    for (const [, target = ''] of prose(document).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? document.path : join(dirname(document.path), file);
      t.ok(existsSync(join(ROOT, path)), `${target}: ${path} exists`);
      if (anchor === undefined) continue;
      const other = DOCUMENTS.find((one) => one.path === path);
      t.ok(anchorsOf(other).includes(anchor), `${target}: there is such a heading`);
    }
    t.end();
  });

  void t.test(`the paths that ${document.path} names exist`, (t) => {
    const named = prose(document).matchAll(/`(?:\.\/)?((?:src|test|scripts|probes)\/[\w./*-]*)/g);
    for (const [, path = ''] of named) t.ok(exists(path), path);
    t.end();
  });

  void t.test(`the long commands of ${document.path} can be run`, async (t) => {
    for (const command of consoleCommands(document)) await checkCommand(t, document, command);
  });
}

void t.test('the records that are shown fit the schema', (t) => {
  const validate = new Ajv().compile(RECORD_SCHEMA);
  const lines = DOCUMENTS.flatMap((document) => blocks(document, 'json')).flatMap((block) =>
    block.trimEnd().split('\n'),
  );
  t.ok(lines.length > 1);
  for (const line of lines) {
    t.ok(validate(JSON.parse(line)), line, { errors: validate.errors });
  }
  t.end();
});

void t.test('help has every option that is named', (t) => {
  const ours = DOCUMENTS.filter(({ path }) => !path.startsWith('scripts/'));
  const options = new Set(ours.flatMap(optionsNamed));
  const help = fullHelp(100);
  t.ok(options.size > 10, 'they name options');
  for (const option of options) t.match(help, isOption(option), option);
  t.end();
});

void t.test('so has that of the lab', async (t) => {
  const options = optionsNamed(documentAt(LABORATORY));
  t.ok(options.length > 1, 'it names options');
  for (const option of options) t.match(await helpOf('lab'), isOption(option), option);
});

/** As GitHub makes them of headings. */
function anchorsOf(document: Document | undefined): string[] {
  if (document === undefined) return [];
  return [...prose(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

/** A `*` in a file's name stands for any text. */
function exists(path: string): boolean {
  const whole = join(ROOT, path);
  if (!path.includes('*')) return existsSync(whole);
  const [before = '', after = ''] = basename(path).split('*');
  const names = readdirSync(dirname(whole));
  return names.some((name) => name.startsWith(before) && name.endsWith(after));
}

function optionsNamed(document: Document): string[] {
  return [...prose(document).matchAll(/(?<=`)--?[a-z][a-z-]*/g)].map(([option]) => option);
}

function isOption(option: string): RegExp {
  return new RegExp(`(^| )${option}(?![\\w-])`, 'm');
}

/** A command that takes minutes is not run, but all that it names is there. */
async function checkCommand(t: Test, document: Document, command: string): Promise<void> {
  if (command.startsWith('podman ')) {
    t.equal(document.path, IMAGE, `${command}: test/live/container.test.ts runs it`);
    return;
  }
  const [, name, words = ''] = /^\.\/scripts\/(\w+)(.*)$/.exec(command) ?? [];
  for (const [path] of command.matchAll(/(?<= )(?:test|scripts)\/\S+/g)) t.ok(exists(path), path);
  if (name === undefined) {
    const tool = /^npx (\w+) /.exec(command)?.[1];
    if (tool !== undefined) t.ok(exists(`node_modules/.bin/${tool}`), `${tool} is installed`);
    else t.match(command, /^node --import=\S+ scripts\/\S+\.ts( \/\S+)?$/, 'it runs a script');
    return;
  }
  const help = await helpOf(name);
  const [own = '', rest] = words.split(' -- ');
  // Those before the `--` of a container are podman's.
  const options = name === 'container' ? [] : own.matchAll(/(?<= )--?[a-z]+/g);
  for (const [option] of options) t.match(help, isOption(option), `${command}: ${option}`);
  for (const [, value = ''] of own.matchAll(/--(?:kernel|root) (\S+)/g)) {
    t.ok(help.includes(value), `${command}: ${value}`);
  }
  if (rest?.startsWith('./')) await checkCommand(t, document, rest);
  else
    t.ok(
      rest === undefined || /^(node dist\/bin\.cjs|smoke|sh)\b/.test(rest),
      `${command}: ${rest ?? ''}`,
    );
}

/** The help of a script; that of the tests refers to tap's. */
function helpOf(script: string): Promise<string> {
  const known = HELP.get(script) ?? readHelp(script);
  HELP.set(script, known);
  return known;
}

async function readHelp(script: string): Promise<string> {
  const { stdout } = await execa(join(ROOT, 'scripts', script), ['--help']);
  if (script !== 'test') return stdout;
  const tap = await execa(join(ROOT, 'node_modules/.bin/tap'), ['--help']);
  return `${stdout}\n${tap.stdout}`;
}
