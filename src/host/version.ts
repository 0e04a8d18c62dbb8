/** A version of the kernel or of a tool, as far as it is compared. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** The version that a text begins with: `6.12.3-amd64`, `0.17.0`. 0.0 if the text begins with none. */
export function versionOf(text: string): Version {
  const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return { major: Number(major), minor: Number(minor) };
}

export function isAtLeast(version: Version, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
