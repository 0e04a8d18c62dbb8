import t from 'tap';

import { installCommand } from '../../src/bpftrace/install.js';

const COMMANDS: [osRelease: string, command: string][] = [
  ['PRETTY_NAME="Debian"\nID=debian\n', 'apt-get update && apt-get install bpftrace'],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'apt-get update && apt-get install bpftrace'],
  ['ID=fedora\nVERSION_ID=43\n', 'dnf install bpftrace'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf install bpftrace'],
  ['ID="amzn"\nID_LIKE="fedora"\n', 'dnf install bpftrace'],
  ['ID=arch\n', 'pacman -S bpftrace'],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'zypper install bpftrace'],
  ['ID="sles"\nID_LIKE="suse"\n', 'zypper install bpftrace'],
  ['ID=alpine\n', 'apk add bpftrace'],
  ['ID=constructor\n', 'install the package bpftrace of your distribution'],
  ['', 'install the package bpftrace of your distribution'],
];

for (const [osRelease, command] of COMMANDS) {
  void t.test(`the command for ${osRelease.replaceAll('\n', ' ')}`, (t) => {
    t.equal(installCommand('bpftrace', osRelease, true), command);
    t.end();
  });
}

void t.test('a user other than root becomes root for it', (t) => {
  t.match(installCommand('bpftrace', 'ID=alpine', false), /^(?:sudo |su -c ')apk add bpftrace/);
  t.end();
});
