import { Fields } from './fields.js';
import { bytesToText } from './json-text.js';
import type { Told, ToldAncestor, ToldArguments, ToldProcess } from './events.js';

const COMM_BYTES = 16;
const WHO = /^[0-9a-f]{1,16}$/;
const WORD_BYTES = 8;

/** A line of probes/tell_who.bt, or undefined where it is none. */
export function decodeTold(text: string): Told | undefined {
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

function process(who: string, fields: Fields): ToldProcess | undefined {
  const told: ToldProcess = {
    kind: 'process',
    who,
    pid: fields.number(),
    started: fields.bigint(),
    image: fields.number(),
    parent: fields.number(),
    uid: fields.number(),
    gid: fields.number(),
    cgroupId: fields.word(),
    loginuid: fields.number(),
    inner: fields.number(),
    length: fields.number(),
    comm: comm(fields.characters(COMM_BYTES)),
  };
  return isWhole(told, fields) ? told : undefined;
}

function ancestor(who: string, fields: Fields): ToldAncestor | undefined {
  const told: ToldAncestor = {
    kind: 'ancestor',
    who,
    depth: fields.number(),
    pid: fields.number(),
    started: fields.bigint(),
    comm: comm(fields.characters(COMM_BYTES)),
  };
  return isWhole(told, fields) ? told : undefined;
}

function arguments_(who: string, fields: Fields): ToldArguments | undefined {
  const line = fields.number();
  const words = fields.rest().split('|');
  const bytes = Buffer.alloc(words.length * WORD_BYTES);
  for (const [i, word] of words.entries()) {
    if (!WHO.test(word)) return undefined;
    bytes.writeBigUInt64LE(BigInt(`0x${word}`), i * WORD_BYTES);
  }
  return Number.isInteger(line) ? { kind: 'arguments', who, line, bytes } : undefined;
}

function isWhole(told: ToldProcess | ToldAncestor, fields: Fields): boolean {
  const read = Object.values(told).every((value) => !Number.isNaN(value));
  return read && told.started >= 0n && !fields.ended;
}

/** Blanks that pad the field are not the name's; a name may hold any byte but NUL. */
function comm(field: string): string {
  return bytesToText(field.replace(/ +$/, ''));
}
