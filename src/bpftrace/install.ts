import { read } from '../host/read.js';
import { asRoot, isRoot } from './as-root.js';

/** Commands that install a package, by os-release's ID. Fresh containers of Debian have no lists. */
const INSTALLERS: Readonly<Record<string, readonly string[]>> = {
  debian: ['apt-get update', 'apt-get install'],
  ubuntu: ['apt-get update', 'apt-get install'],
  fedora: ['dnf install'],
  rhel: ['dnf install'],
  centos: ['dnf install'],
  amzn: ['dnf install'],
  arch: ['pacman -S'],
  suse: ['zypper install'],
  opensuse: ['zypper install'],
  alpine: ['apk add'],
};

/** The command that installs a package on this distribution. */
export function installCommand(
  name: string,
  osRelease = read('/etc/os-release') ?? '',
  root = isRoot(),
): string {
  const id = idsOf(osRelease).find((one) => Object.hasOwn(INSTALLERS, one));
  const commands = INSTALLERS[id ?? ''];
  if (commands === undefined) return `install the package ${name} of your distribution`;
  return asRoot([...commands.slice(0, -1), `${commands.at(-1) ?? ''} ${name}`], root);
}

/** The distribution, then those that it is like. */
function idsOf(osRelease: string): string[] {
  return ['ID', 'ID_LIKE'].flatMap((key) => {
    const [, value = ''] = new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease) ?? [];
    return value.split(' ');
  });
}
