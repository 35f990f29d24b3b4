import { fieldOf, lastStep, plainTextsOf } from '../../things.ts';
import type { Library } from '../../types.ts';
import { open, optionsIn } from './opening.ts';
import { data, verbOf } from './verbs.ts';

/** Elasticsearch and OpenSearch. */
export const elastic: Library = {
  packages: ['@elastic/elasticsearch', '@opensearch-project/opensearch', '@nestjs/elasticsearch', 'elasticsearch'],
  recognise: (call) => {
    if (/^(?:Client|ElasticsearchModule\.register(?:Async)?)$/.test(call.callee.path)) {
      open(call, { engine: 'elasticsearch', options: optionsIn(call.args[0], call.scope) });
      return {};
    }
    const index = plainTextsOf(fieldOf(call.args[0], 'index', call.scope.program))[0];
    const name = lastStep(call.callee.path);
    const verb = name === 'index' || name === 'bulk' ? 'upsert' : verbOf(name);
    return verb && index !== undefined ? { deeds: [data('elasticsearch', verb, index)] } : undefined;
  },
};
