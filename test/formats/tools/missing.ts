// Installs the tools of the suite where they are not here yet; says what is missing, or nothing.
import { install } from './install.ts';

console.log((await install()) ?? '');
