import { readFileSync } from 'node:fs';

import { packageFile } from './package-file.js';

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));

/** Version of this package. */
export const version: string =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
