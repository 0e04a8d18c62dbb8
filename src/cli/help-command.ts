import { usage } from '../errors.js';
import { nearest } from '../filter/nearest.js';
import { quote } from '../filter/quote.js';
import { COMMAND_NAMES, isCommand, refuseReserved } from './command-words.js';
import { commandNamed } from './commands.js';
import { commandHelp, fullHelp, shortHelp } from './help.js';
import { print } from './print.js';

const COLUMNS = 100;

/**
 * `signals-trace help [COMMAND|all]`.
 *
 * @throws SignalsTraceError `usage` for another word
 */
export async function helpCommand(topic: string | undefined): Promise<void> {
  const columns = Math.min(COLUMNS, process.stdout.columns || COLUMNS);
  if (topic === undefined) await print(shortHelp());
  else if (topic === 'all') await print(fullHelp(columns));
  else if (isCommand(topic)) await print(commandHelp(commandNamed(topic), columns));
  else throw noTopic(topic);
}

function noTopic(topic: string) {
  refuseReserved(topic);
  const guess = nearest(topic, [...COMMAND_NAMES, 'all']);
  return usage(
    `There is no command ${quote(topic)}`,
    guess === undefined ? `they are ${COMMAND_NAMES.join(', ')}` : `did you mean ${guess}?`,
  );
}
