import type { Evidence } from '../../../model/evidence.ts';

export const isProto = (path: string): boolean => path.endsWith('.proto');

/** Files that may be a description of an HTTP API. */
export const mayBeOpenapi = (path: string): boolean =>
  /(?:^|[/._-])(?:open-?api|swagger)[\w.-]*\.(?:ya?ml|json)$/i.test(path);

export const isContract = (path: string): boolean => isProto(path) || mayBeOpenapi(path);

/** What tells where a module of protobuf files begins. */
export const isBufConfig = (path: string): boolean => /(?:^|\/)buf\.yaml$/.test(path);

export const placed = (file: string, line = 1): Evidence => ({ file, line, column: 1, basis: 'declared' });
