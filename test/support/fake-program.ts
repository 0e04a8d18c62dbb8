import { chmodSync } from 'node:fs';
import path from 'node:path';

import type { Test } from 'tap';

/** Makes a program of this name from a shell script, and returns its path. */
export function fakeProgram(t: Test, name: string, script: string): string {
  const file = path.join(t.testdir({ [name]: `#!/bin/sh\n${script}\n` }), name);
  chmodSync(file, 0o755);
  return file;
}

/** Changes a variable of the environment until the test ends. */
export function setVariable(t: Test, name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  t.teardown(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before;
  });
}
