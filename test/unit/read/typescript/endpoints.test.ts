import { expect, test } from 'vitest';
import { typescriptReader } from '../../../../src/read/typescript/index.ts';

const endpointsOf = (text: string): readonly string[] =>
  typescriptReader
    .read({ file: 'src/a.ts', text })
    .facts.flatMap((fact) => (fact.kind === 'module' ? (fact.endpoints ?? []) : []))
    .map(({ text: address, role }) => [address, role].filter(Boolean).join(' '));

test.each([
  ["axios.get('http://stock:80/a');", ['http://stock:80/a']],
  ['fetch(`http://stock:80/${id}`);', ['http://stock:80/']],
  ["connect('stock:50051');", ['stock:50051']],
  ["const url = process.env.URL || 'http://stock';", ['http://stock default']],
  ["const url = config.url ?? 'http://stock';", ['http://stock default']],
  ["const { URL = 'http://stock' } = process.env;", ['http://stock default']],
  ["const url = config.get('URL', 'http://stock');", ['http://stock default']],
  ["const env = cleanEnv({ URL: url({ devDefault: 'http://stock' }) });", ['http://stock default']],
  ["const url = z.string().default('http://stock');", ['http://stock default']],
  ["const url = isProduction ? process.env.URL : 'http://stock';", ['http://stock default']],
  ["console.log('http://stock');", ['http://stock shown']],
  ["app.use(cors({ origin: (o, done) => done(null, ['http://stock'].includes(o)) }));", ['http://stock shown']],
  ["throw new NotFoundError('http://stock');", ['http://stock shown']],
  ["app.get('/orders', () => axios.get('http://stock'));", ['http://stock']],
  ["const allowedOrigins = ['http://stock', 'http://orders'];", ['http://stock shown', 'http://orders shown']],
  ["const DEFAULT_ENV_VALUES = { URL: 'http://stock' };", ['http://stock default']],
  ["const stock = axios.create({ baseURL: 'http://stock' });", ['http://stock']],
  ["// axios.get('http://stock');", []],
  ["const time = '12:30'; const name = 'orders';", []],
])('%s', (text, wanted) => {
  expect(endpointsOf(text)).toEqual(wanted);
});
