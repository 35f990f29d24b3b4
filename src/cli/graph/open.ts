import { spawn } from 'node:child_process';
import { pictureErrors } from '../../errors/picture.ts';

/** What shows a file in the browser of this machine's user. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Shows a file in the browser, and does not wait for it. BROWSER names another one, as everywhere. */
export async function openInBrowser(file: string, chosen: string | undefined): Promise<void> {
  const [command, ...words] = chosen ? [chosen] : (openers[process.platform] ?? ['xdg-open']);
  await new Promise<void>((done, fail) => {
    const child = spawn(command, [...words, file], { stdio: 'ignore', detached: true });
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail(pictureErrors.cannotOpen(file, error.code ?? error.message)),
    );
    child.once('spawn', () => {
      child.unref();
      done();
    });
  });
}
