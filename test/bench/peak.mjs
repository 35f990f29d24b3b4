// Preloaded into a measured process: writes its largest resident set, in kilobytes, to the file named in MSVC_BENCH_PEAK.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env.MSVC_BENCH_PEAK, String(process.resourceUsage().maxRSS));
});
