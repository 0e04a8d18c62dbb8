/**
 * `sender PID COUNT`: says "warm"; told to go, it signals as fast as it can and says what a signal
 * took, ns of the clock and of CPU.
 */
const SIGUSR1 = 10;
const WARM = 200_000;

const [target, count] = process.argv.slice(-2).map(Number) as [number, number];

function send(signal: number, times: number): { ns: number; cpuNs: number } {
  const cpuBefore = process.cpuUsage();
  const began = process.hrtime.bigint();
  for (let i = 0; i < times; i++) process.kill(target, signal);
  const took = Number(process.hrtime.bigint() - began);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ns: took / times, cpuNs: ((user + system) * 1000) / times };
}

// Signal 0 only asks whether it may: nobody sees it, but all the code is warm.
send(0, WARM);
process.stdout.write('warm\n');
process.stdin.once('data', () => {
  process.stdout.write(`${JSON.stringify(send(SIGUSR1, count))}\n`);
  process.stdin.destroy();
});
