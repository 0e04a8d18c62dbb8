import { existsSync } from 'node:fs';

/**
 * The file of src that a test file covers: its namesake. Tests without one, the live ones among them,
 * measure nothing (null), so that the processes they start are not slowed.
 *
 * @param {string} test
 */
export default function namesake(test) {
  const source = test.replace(/^test\//, 'src/').replace(/\.test\.ts$/, '.ts');
  return existsSync(source) ? source : null;
}
