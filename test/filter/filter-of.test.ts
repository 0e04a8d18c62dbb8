import fc from 'fast-check';
import t from 'tap';

import { SignalsTraceError } from '../../src/errors.js';
import { type Filter, TRACE_ALL } from '../../src/filter/filter.js';
import { filterOf } from '../../src/filter/filter-of.js';
import type { Flags } from '../../src/filter/option.js';
import { printable } from '../../src/outputs/printable.js';
import { renderProgram } from '../../src/program/program.js';

const only = (...numbers: number[]) => ({ signals: { except: false, numbers } });
const except = (...numbers: number[]) => ({ signals: { except: true, numbers } });

void t.test('flags say what to trace', async (t) => {
  const cases: [Flags, Partial<Filter>][] = [
    [{}, {}],
    [{ signal: ['TERM,SIGKILL', 'rtmin+3', '10'] }, only(15, 9, 37, 10)],
    [{ signal: [' TERM , TERM,15 '] }, only(15)],
    [{ signal: ['RTMAX-1,SIGRTMIN,POLL'] }, only(63, 34, 29)],
    [{ signal: ['!CHLD,URG'] }, except(17, 23)],
    [{ signal: ['!CHLD', '! 23'] }, except(17, 23)],
    [{ signal: ['!CHLD,!URG'] }, except(17, 23)],
    [{ target: '882' }, { either: [{ kind: 'pid', pid: 882 }] }],
    [{ from: ['0'] }, { from: [{ kind: 'pid', pid: 0 }] }],
    [
      { from: ['1', 'cron'] },
      {
        from: [
          { kind: 'pid', pid: 1 },
          { kind: 'name', name: 'cron' },
        ],
      },
    ],
    [{ to: ['a b"c\n\\'] }, { to: [{ kind: 'name', name: 'a b"c\n\\' }] }],
    [{ to: ['7zip', '1s'] }, { to: ['7zip', '1s'].map((name) => ({ kind: 'name', name })) }],
    [{ to: ['ééééééé'] }, { to: [{ kind: 'name', name: 'ééééééé' }] }],
    [{ to: ['//'] }, { to: [{ kind: 'name', name: '//' }] }],
    [
      { to: ['a.service', 'x/b.slice'] },
      {
        to: [
          { kind: 'unit', unit: 'a.service' },
          { kind: 'name', name: 'x/b.slice' },
        ],
      },
    ],
    [{ from: ['unit/nginx'] }, { from: [{ kind: 'unit', unit: 'nginx' }] }],
    [{ target: 'container/4f5e' }, { either: [{ kind: 'container', container: '4f5e' }] }],
    [{ to: [`pod/${'0'.repeat(32)}`] }, { to: [{ kind: 'pod', pod: '0'.repeat(32) }] }],
    [
      { slice: ['system,user-1000.slice'], 'from-slice': ['-.slice'] },
      { toSlices: ['system', 'user-1000.slice'], fromSlices: ['-.slice'] },
    ],
    [{ 'hide-noise': true }, { hideNoise: true }],
    [{ to: ['/usr/bin/x'] }, { to: [{ kind: 'name', name: '/usr/bin/x' }] }],
    [{ to: ['/node .*\\.js/'] }, { to: [{ kind: 'command', pattern: /node .*\.js/u }] }],
    [{ to: ['/Java/i'] }, { to: [{ kind: 'command', pattern: /Java/iu }] }],
    [
      { 'from-user': ['root,1000'], 'to-user': ['4294967295'] },
      { fromUsers: [0, 1000], toUsers: [4294967295] },
    ],
    [{ result: ['ignored,DELIVERED'] }, { results: ['ignored', 'delivered'] }],
    [{ result: ['merged'] }, { results: ['already_pending'] }],
    [{ 'with-self': true }, { withSelf: true }],
    [{ user: ['root,1000', '7'] }, { users: [0, 1000, 7] }],
    [
      { unit: ['nginx.service,cron', 'nginx.service'], 'from-unit': ['session-3.scope'] },
      { toUnits: ['nginx.service', 'cron'], fromUnits: ['session-3.scope'] },
    ],
    [
      { container: ['4f5e', 'A1'], 'from-container': ['0'.repeat(64)] },
      { toContainers: ['4f5e', 'A1'], fromContainers: ['0'.repeat(64)] },
    ],
    [
      { pod: ['12345678-1234-1234-1234-123456789abc', '0'.repeat(32)] },
      { toPods: ['12345678-1234-1234-1234-123456789abc', '0'.repeat(32)] },
    ],
    [
      { origin: ['kill,TTY', 'oom,kill'] },
      { origins: { except: false, names: ['kill', 'tty', 'oom'] } },
    ],
    [
      { origin: ['group,parent died', 'timer'] },
      {
        origins: {
          except: false,
          names: ['kill-group', 'parent-death', 'interval-timer', 'posix-timer'],
        },
      },
    ],
    [{ origin: ['!child,!tty'] }, { origins: { except: true, names: ['child', 'tty'] } }],
    [{ code: ['segv_maperr,SI_USER', '-6,128'] }, { codes: ['SEGV_MAPERR', 'SI_USER', -6, 128] }],
    [{ code: ['__ill_break'] }, { codes: ['__ILL_BREAK'] }],
  ];
  for (const [flags, expected] of cases) {
    const filter = await filterOf(flags, { hideNoise: false });
    t.strictSame(filter, { ...TRACE_ALL, ...expected }, JSON.stringify(flags));
  }
  t.equal((await filterOf({}, { hideNoise: true })).hideNoise, true);
  t.equal((await filterOf({ all: true }, { hideNoise: true })).hideNoise, false);
});

void t.test('what cannot be is refused with a hint', async (t) => {
  const cases: [Flags, message: RegExp, hint: RegExp][] = [
    [{ signal: ['TERM', '!CHLD'] }, /either names .* or/, /one of them/],
    [{ signal: ['TERM,!CHLD'] }, /either names .* or/, /one of them/],
    [{ signal: ['TREM'] }, /no signal "TREM"/, /did you mean TERM\?/],
    [{ signal: ['SIGTREM'] }, /no signal "SIGTREM"/, /did you mean TERM\?/],
    [{ signal: ['BANANA'] }, /no signal "BANANA"/, /kill -l/],
    [{ signal: ['0'] }, /no signal 0/, /1 to 64/],
    [{ signal: ['65'] }, /no signal 65/, /1 to 64/],
    [{ signal: ['!!CHLD'] }, /no signal "!CHLD"/, /CHLD/],
    [{ signal: [''] }, /^--signal is empty$/, /at least one/],
    [{ signal: ['!'] }, /^--signal is empty$/, /at least one/],
    [{ signal: ['TERM,'] }, /^--signal "TERM,": a part of it is empty$/, /comma/],
    [{ signal: ['!CHLD, ! ,URG'] }, /^--signal "!CHLD, ! ,URG": a part of it is empty$/, /comma/],
    [{ user: [''] }, /^--user is empty$/, /at least one/],
    [{ 'to-user': ['root,'] }, /^--to-user "root,": a part of it is empty$/, /comma/],
    [{ result: [',ignored'] }, /^--result ",ignored": a part of it is empty$/, /comma/],
    [{ unit: ['nginx,,ssh'] }, /^--unit "nginx,,ssh": a part of it is empty$/, /comma/],
    [{ pod: [','] }, /^--pod ",": a part of it is empty$/, /comma/],
    [{ to: [''] }, /--to is empty/, /a pid, a name or a \/regex\//],
    [{ target: '' }, /the target is empty/, /a pid/],
    [{ to: ['0'] }, /--to 0: .* never signalled/, /--from 0/],
    [{ to: ['-5'] }, /^--to -5: no pid is negative$/, /process group/],
    [{ from: ['4194304'] }, /--from 4194304: no pid is that large/, /4194304/],
    [{ to: ['é'.repeat(128)] }, /no name has more than 255 bytes/, /\/regex\//],
    [{ to: ['x'.repeat(300)] }, /^--to "x{60}…": /, /\/regex\//],
    [{ to: ['/(/'] }, /"\/\(\/" is no regular expression: Unterminated group$/, /backslash/],
    [{ to: ['/a: b\\-c/'] }, /is no regular expression: Invalid escape$/, /backslash/],
    [
      { 'from-user': ['no such user'] },
      /--from-user "no such user": there is no such user/,
      /getent passwd/,
    ],
    [{ 'to-user': ['4294967296'] }, /--to-user/, /getent/],
    [{ 'to-user': ['-s'] }, /--to-user/, /getent/],
    [{ result: ['gone'] }, /no result "gone"/, /delivered, ignored/],
    [{ user: ['no such user'] }, /--user "no such user": there is no such user/, /getent/],
    [{ unit: ['a/b'] }, /--unit "a\/b": no unit is called that/, /systemctl/],
    [{ 'from-unit': [''] }, /--from-unit is empty/, /at least one/],
    [{ container: ['web-1'] }, /--container "web-1" is no container id: .* no names/, /docker ps/],
    [{ 'from-container': ['0'.repeat(65)] }, /--from-container "0{60}…" is no/, /docker ps/],
    [{ slice: ['a/b'] }, /--slice "a\/b": no slice is called that/, /systemd-cgls/],
    [{ to: ['unit/'] }, /--to "": no unit is called that/, /systemctl/],
    [{ from: ['container/web'] }, /--from "web" is no container id/, /docker ps/],
    [{ target: 'pod/default/web' }, /the target "default\/web" is no pod uid/, /kubectl/],
    [{ pod: ['web-7d4b9'] }, /--pod "web-7d4b9" is no pod uid/, /kubectl get pod/],
    [{ origin: ['kil'] }, /no origin "kil"/, /did you mean kill\?/],
    [{ origin: ['magic'] }, /no origin "magic"/, /they are kill, kill-group/],
    [{ origin: ['kill', '!child'] }, /--origin either names .* or/, /--origin kill,oom or/],
    [{ origin: ['!'] }, /--origin is empty/, /at least one/],
    [{ code: ['SEGV_MAPER'] }, /no code "SEGV_MAPER"/, /did you mean SEGV_MAPERR\?/],
    [{ code: ['BANANA'] }, /no code "BANANA"/, /sigaction/],
    [{ code: ['4294967296'] }, /no code 4294967296/, /32 bits/],
    [{ code: ['SI_USER,'] }, /--code "SI_USER,": a part of it is empty/, /comma/],
  ];
  for (const [flags, message, hint] of cases) {
    await t.rejects(
      filterOf(flags, { hideNoise: false }),
      { name: 'SignalsTraceError', code: 'usage', exitCode: 2, message, hint },
      JSON.stringify(flags),
    );
  }
});

void t.test('any name gets a program or a refusal in one line', async () => {
  const nasty = fc.string({
    unit: fc.constantFrom(...Array.from('"\\{}$\n\r\t;/(*%é日\u001B\u0000a1x !')),
  });
  // The length of a name decides where a line is wrapped.
  const skeleton = (text: string) =>
    text
      .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
      .replaceAll(/^#define FIRST_.*\n/gm, '')
      .replaceAll(/FIRST_\d\) ==\s+0x[0-9a-f]+/g, 'FIRST) == 0')
      .replaceAll(/\s+/g, ' ');
  const host = { possibleCpus: 2, arch: 'x64', audit: true, pidNamespace: undefined };
  const details = { arguments: true, stacks: true, attempts: true };
  const full = { variant: 'full', tracksOutcomes: true } as const;
  const render = (filter: Filter) => skeleton(renderProgram(filter, full, host, details));
  const called = (name: string) => render({ ...TRACE_ALL, to: [{ kind: 'name', name }] });
  const [named, longNamed] = [called('x'), called('x'.repeat(16))];
  const later = render(TRACE_ALL);
  const outcome = async (text: string) => {
    try {
      const filter = await filterOf({ to: [text] }, { hideNoise: false });
      const [who] = filter.to;
      if (who?.kind === 'name')
        return render(filter) === (Buffer.byteLength(who.name) > 15 ? longNamed : named);
      if (who?.kind === 'command') return render(filter) === later;
      return /^\d+$/.test(text);
    } catch (error) {
      if (!(error instanceof SignalsTraceError)) throw error;
      return error.code === 'usage' && !/\n/.test(printable(error.message)) && error.hint !== '';
    }
  };
  await fc.assert(fc.asyncProperty(fc.oneof(nasty, fc.string({ unit: 'binary' })), outcome));
});
