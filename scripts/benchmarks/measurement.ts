import type { Setting } from './support/setting.js';
import type { Row } from './support/table.js';

/** One thing that can be measured by its name. */
export interface Measurement {
  /** For --help: what it measures and against what. */
  readonly about: string;
  run(setting: Setting): Promise<Row[]>;
}
