/** `replay-plain < RECORDS`: split2 with JSON.parse alone over the same bytes, and what that took. */
import { createReadStream } from 'node:fs';

import split2 from 'split2';

let records = 0;
createReadStream('', { fd: 0 })
  .pipe(split2(JSON.parse))
  .on('data', () => records++)
  .on('end', () => {
    const { user, system } = process.cpuUsage();
    const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
    console.log(JSON.stringify({ records, cpuSeconds: (user + system) / 1e6, peakMegabytes }));
  });
