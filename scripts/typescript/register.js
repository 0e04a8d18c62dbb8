// node --import=./scripts/typescript/register.js FILE.ts: runs this checkout's TypeScript.
import { register } from 'node:module';

register('./hooks.js', import.meta.url);
