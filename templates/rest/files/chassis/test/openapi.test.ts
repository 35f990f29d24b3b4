import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApiOf } from '../src/rest/openapi.ts';
import { notesApi } from './rest-context.ts';

type Operation = {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: object;
};
const { paths, components } = openApiOf(notesApi) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: object }> };
};

test('what is in the path is not in the query, and a write takes a key', () => {
  const read = paths['/v1/notes/{text}']?.['get'];
  assert.deepEqual(
    read?.parameters.map((one) => `${one.in} ${one.name}`),
    ['path text', 'query loud', 'query tags', 'header If-None-Match'],
  );
  const write = paths['/v1/notes']?.['post'];
  assert.deepEqual(
    write?.parameters.map((one) => `${one.in} ${one.name}`),
    ['header Idempotency-Key'],
  );
});

test('every answer is described, refusals too', () => {
  assert.deepEqual(Object.keys(paths['/v1/notes']?.['post']?.responses ?? {}), ['201', '400', '409', '422', 'default']);
  assert.deepEqual(Object.keys(paths['/v1/notes/{text}']?.['get']?.responses ?? {}), [
    '200',
    '304',
    '400',
    '404',
    'default',
  ]);
  assert.deepEqual(components.schemas['GetNoteResponse']?.properties, {
    text: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  });
});
