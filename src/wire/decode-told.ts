import type { AncestorLine, ArgumentsLine, ProcessLine, ProcessPart } from './events.js';
import { Fields } from './fields.js';
import { bytesToText } from './json-text.js';

const COMM_BYTES = 16;
const WHO = /^[0-9a-f]{1,16}$/;
const WORD_BYTES = 8;

/** A line of probes/tell_who.bt, or undefined where it is none. */
export function decodeTold(text: string): ProcessPart | undefined {
  const fields = new Fields(text, 2, text.length);
  const who = fields.word();
  if (!WHO.test(who)) return undefined;
  switch (text[0]) {
    case 'w':
      return process(who, fields);
    case 'p':
      return ancestor(who, fields);
    default:
      return arguments_(who, fields);
  }
}

function process(who: string, fields: Fields): ProcessLine | undefined {
  const told: ProcessLine = {
    kind: 'process',
    processKey: who,
    pid: fields.number(),
    startTimeNs: fields.bigint(),
    argStart: fields.number(),
    parent: fields.number(),
    uid: fields.number(),
    gid: fields.number(),
    cgroupId: fields.word(),
    loginuid: fields.number(),
    nsPid: fields.number(),
    length: fields.number(),
    comm: comm(fields.characters(COMM_BYTES)),
  };
  return isWhole(told, fields) ? told : undefined;
}

function ancestor(who: string, fields: Fields): AncestorLine | undefined {
  const told: AncestorLine = {
    kind: 'ancestor',
    processKey: who,
    depth: fields.number(),
    pid: fields.number(),
    startTimeNs: fields.bigint(),
    comm: comm(fields.characters(COMM_BYTES)),
  };
  return isWhole(told, fields) ? told : undefined;
}

function arguments_(who: string, fields: Fields): ArgumentsLine | undefined {
  const line = fields.number();
  const words = fields.rest().split('|');
  const bytes = Buffer.alloc(words.length * WORD_BYTES);
  for (const [i, word] of words.entries()) {
    if (!WHO.test(word)) return undefined;
    bytes.writeBigUInt64LE(BigInt(`0x${word}`), i * WORD_BYTES);
  }
  return Number.isInteger(line) ? { kind: 'arguments', processKey: who, line, bytes } : undefined;
}

function isWhole(told: ProcessLine | AncestorLine, fields: Fields): boolean {
  const read = Object.values(told).every((value) => !Number.isNaN(value));
  return read && told.startTimeNs >= 0n && !fields.ended;
}

/** Blanks that pad the field are not the name's; a name may hold any byte but NUL. */
function comm(field: string): string {
  return bytesToText(field.replace(/ +$/, ''));
}
