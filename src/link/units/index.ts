export { unitsOf } from './units.ts';
