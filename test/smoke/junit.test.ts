import fc from 'fast-check';
import t from 'tap';

import { junit, xml } from '../../src/smoke/junit.js';

const CHARS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#9;': '\t',
  '&#10;': '\n',
  '&#13;': '\r',
};
const ENTITY = /&(?:amp|lt|gt|quot|apos|#9|#10|#13);/g;

void t.test('any text fits XML 1.0, and is read as it was', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = xml(text);
      // eslint-disable-next-line no-control-regex -- what XML cannot hold
      if (/[<>"'\x00-\x1f\ufffe\uffff]/.test(escaped)) return false;
      if (escaped.replace(ENTITY, '').includes('&')) return false;
      const read = escaped.replace(ENTITY, (entity) => CHARS[entity] ?? '?');
      // eslint-disable-next-line no-control-regex -- the same
      return read === text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\uFFFD');
    }),
  );
  t.equal(xml('\uD800x'), '\uFFFDx', 'nor half a character');
  t.end();
});

void t.test('a testcase for each check', (t) => {
  const text = junit({
    environment: { kernel: '6.1 <"&>' },
    warnings: ['<b>'],
    checks: [
      { name: 'one', verdict: 'passed' },
      { name: 'two', verdict: 'failed', expected: { comm: "<'\u0007>" }, seen: null },
      { name: 'three', verdict: 'skipped', why: 'is absent & gone' },
    ],
    seconds: 1.23456,
  });
  t.equal(
    text,
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="1" time="1.235">
  <testsuite name="signals-trace smoke" tests="3" failures="1" errors="0" skipped="1" time="1.235">
    <properties>
      <property name="kernel" value="6.1 &lt;&quot;&amp;&gt;"/>
    </properties>
    <testcase classname="signals-trace.smoke" name="one"/>
    <testcase classname="signals-trace.smoke" name="two">
      <failure message="expected: {&quot;comm&quot;:&quot;&lt;&apos;\\u0007&gt;&quot;}, seen: null">expected: {&quot;comm&quot;:&quot;&lt;&apos;\\u0007&gt;&quot;}&#10;seen: null</failure>
    </testcase>
    <testcase classname="signals-trace.smoke" name="three">
      <skipped message="is absent &amp; gone"/>
    </testcase>
    <system-out>&lt;b&gt;</system-out>
  </testsuite>
</testsuites>
`,
  );
  t.end();
});
