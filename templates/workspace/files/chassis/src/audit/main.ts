import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { levels } from './advisories.ts';
import { audit } from './audit.ts';

/** `npm run audit`: `npm run audit -- moderate` asks for more. */
const [wanted = 'high'] = process.argv.slice(2);
const level = levels.find((each) => each === wanted);
if (level) {
  const folder = fileURLToPath(new URL('../../../', import.meta.url));
  const { code, lines } = await audit({ folder, level, today: new Date(), environment: process.env });
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = code;
} else {
  process.stderr.write(`"${wanted}" is no level; there are ${levels.join(', ')}\n`);
  process.exitCode = 2;
}
