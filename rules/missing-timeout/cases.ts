import type { Case } from '../../src/lint/kit.ts';

export default [] satisfies readonly Case[];
