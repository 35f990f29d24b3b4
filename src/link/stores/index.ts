export { storesOf, type Stores } from './stores.ts';
