/** Runs an action and returns what it wrote to stdout, which takes nothing meanwhile. */
export async function stdoutOf(run: () => Promise<void>): Promise<string> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let text = '';
  stdout.write = ((chunk: string, done?: () => void) => {
    text += chunk;
    if (done !== undefined) setImmediate(done);
    return true;
  }) as typeof stdout.write;
  try {
    await run();
  } finally {
    stdout.write = write;
  }
  return text;
}
