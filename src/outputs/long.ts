import type { Process, SignalRecord } from '../schema/records.js';
import { colour } from './colour.js';
import type { Format } from './format.js';
import { ends, named, notice, way } from './wording.js';

/** A short block a signal: each thing that is known, named. */
export function long(coloured: boolean): Format {
  return {
    head: '',
    record: (record) => {
      if (record.type !== 'signal') {
        const text = notice(record);
        return text === '' ? '' : `! ${text}\n\n`;
      }
      const text = block(record);
      return `${coloured ? colour(text, record) : text}\n\n`;
    },
  };
}

function block(record: SignalRecord): string {
  const { from, to } = ends(record);
  const { signal, signo, si_code, code, errno, scope, result, late } = record;
  const known = code === undefined || code === way(record) ? '' : ` ${code}`;
  const codes = `si_code ${si_code}${known}${errno === 0 ? '' : `, si_errno ${errno}`}`;
  const lines = [
    `${signal} (${signo}) at ${record.time}${late === true ? ', out of its place' : ''}`,
    `  from    ${typeof from === 'string' ? NOBODY[from] : processText(from)}`,
    `  to      ${processText(to)}, the ${scope === 'process' ? 'whole process' : 'thread alone'}`,
    `  way     ${way(record)} (${codes})`,
    `  result  ${result}`,
  ];
  return lines.join('\n');
}

const NOBODY = { '-': 'nobody: the kernel by itself', '?': 'not known' };

function processText(process: Process): string {
  const { name, id } = named(process);
  const more = [
    process.tid !== process.pid && process.pid !== undefined ? `thread ${process.tid}` : '',
    process.uid === undefined ? '' : `uid ${process.uid}`,
    process.gid === undefined ? '' : `gid ${process.gid}`,
    process.cgroup_id === undefined ? '' : `cgroup ${process.cgroup_id}`,
  ].filter((text) => text !== '');
  return `${name}${id}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}
