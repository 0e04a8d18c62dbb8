import t from 'tap';

import { isInterpreter, scriptOf } from '../../src/names/script.js';

void t.test('what each interpreter runs', (t) => {
  const cases: [string | undefined, ...string[]][] = [
    ['gunicorn', 'python3.11', '/usr/bin/gunicorn', 'app:app'],
    ['http.server', 'python3', '-u', '-W', 'error', '-m', 'http.server', '80'],
    ['http.server', 'python3', '-um', 'http.server'],
    ['supervisor', 'python3', '/usr/lib/python3/dist-packages/supervisor/__main__.py'],
    [undefined, 'python3', '-c', 'import os', 'x.py'],
    [undefined, 'python3', '/dev/fd/63'],
    [undefined, 'python3'],
    ['server.js', 'node', '--require', './x.js', '--max-old-space-size=9', 'server.js', '--port'],
    ['server.js', 'node', 'inspect', './server.js'],
    [undefined, 'node', '-e', '1', 'x'],
    [undefined, 'node', '.'],
    ['play.sh', 'bash', '-x', '-o', 'pipefail', './play.sh'],
    ['play.sh', 'sh', '--', 'play.sh'],
    [undefined, 'bash', '-lc', 'exec x'],
    ['app.jar', 'java', '-Xmx1g', '-cp', '/a:/b', '-jar', '/opt/app.jar', 'x'],
    ['Elasticsearch', 'java', '-cp', '/a', 'org.elasticsearch.bootstrap.Elasticsearch'],
    ['Main', 'java', '-p', 'mods', '-m', 'app/org.example.Main'],
    ['artisan', 'php8.2', '-d', 'x=1', 'artisan', 'queue:work'],
    ['a.php', 'php', '-f', '/srv/a.php'],
    ['rails', 'ruby3.1', '-Ilib', '-r', 'x', 'bin/rails', 's'],
    ['x.pl', 'perl', '-w', '/opt/x.pl'],
    ['app.dll', 'dotnet', 'exec', '--fx-version', '8', 'app.dll'],
    ['main.ts', 'deno', 'run', '-A', 'main.ts'],
    [undefined, 'nginx', 'x.py'],
  ];
  for (const [script, program = '', ...args] of cases) {
    t.equal(scriptOf(program, args), script, [program, ...args].join(' '));
  }
  t.ok(isInterpreter('python3.11'));
  t.notOk(isInterpreter('pythonic'));
  t.end();
});
