import { run } from './run.js';

/** ns that each of many kill(1) takes with its shell, from fork to end, one after the other. */
export async function shortLived(target: number, times: number): Promise<number> {
  const script = `i=0; while [ $i -lt ${times} ]; do env kill -USR1 ${target}; i=$((i + 1)); done`;
  const began = process.hrtime.bigint();
  await run(['sh', '-c', script]).exited;
  return Number(process.hrtime.bigint() - began) / times;
}
