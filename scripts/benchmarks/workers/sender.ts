/**
 * `sender PID COUNT`: says "warm"; told to go, it signals as fast as it can and says what a signal
 * took, ns of the clock and of CPU, and of the clock in the middle one of many short runs.
 */
const SIGUSR1 = 10;
const WARM = 200_000;
/** Short enough that few are interrupted, long enough that the clock costs nothing. */
const RUN = 100;

const [target, count] = process.argv.slice(-2).map(Number) as [number, number];

function send(signal: number, times: number) {
  const runs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const began = process.hrtime.bigint();
  let at = began;
  for (let sent = 0; sent < times;) {
    const until = Math.min(sent + RUN, times);
    const first = sent;
    for (; sent < until; sent++) process.kill(target, signal);
    const now = process.hrtime.bigint();
    runs.push(Number(now - at) / (until - first));
    at = now;
  }
  const took = Number(at - began);
  const { user, system } = process.cpuUsage(cpuBefore);
  const medianNs = runs.sort((a, b) => a - b)[runs.length >> 1] ?? NaN;
  return { ns: took / times, cpuNs: ((user + system) * 1000) / times, medianNs };
}

// Signal 0 only asks whether it may: nobody sees it, but all the code is warm.
send(0, WARM);
process.stdout.write('warm\n');
process.stdin.once('data', () => {
  process.stdout.write(`${JSON.stringify(send(SIGUSR1, count))}\n`);
  process.stdin.destroy();
});
