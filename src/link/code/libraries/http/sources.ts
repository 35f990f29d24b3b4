import { lastStep, textsOf } from '../../things.ts';
import type { Library } from '../../types.ts';
import { selfIn } from './bases.ts';
import { requestOf } from './clients.ts';
import { VERB } from './methods.ts';
import { withBase } from './urls.ts';

/** `class Orders extends RESTDataSource { baseURL = …; list() { return this.get('orders'); } }` of Apollo. */
export const dataSources: Library = {
  packages: ['@apollo/datasource-rest', 'apollo-datasource-rest', 'apollo-datasource-http'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    if (!VERB.test(name) || !/DataSource\(\)\.\w+$/.test(call.callee.path)) return undefined;
    const self = selfIn(call.scope);
    const base = self?.kind === 'instance' ? textsOf(call.scope.program.member(self, 'baseURL', call.scope)) : [];
    const request = requestOf(call);
    const urls = withBase(request.urls, base);
    return { deeds: [{ ...request, urls, label: `${request.method ?? 'GET'} ${urls[0]?.text ?? '?'}` }] };
  },
};
