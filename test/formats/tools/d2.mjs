// Compiles the files it is given, one after the other, in a process without a window: the library takes one for a browser.
import { readFileSync } from 'node:fs';

const [library, ...files] = process.argv.slice(2);
const { D2 } = await import(library);
const d2 = new D2();
for (const file of files) {
  try {
    const { diagram } = await d2.compile(readFileSync(file, 'utf8'));
    console.log(`${file}\tok shapes=${diagram.shapes.length} connections=${diagram.connections.length}`);
  } catch (error) {
    console.log(`${file}\t${String(error.message).replace(/\s+/g, ' ')}`);
  }
}
// Its worker does not let go: an orderly exit would wait for ever.
process.stdout.write('', () => process.kill(process.pid, 'SIGKILL'));
