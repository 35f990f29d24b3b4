import { fieldOf, itemsOf, lastStep, textsOf } from '../../things.ts';
import type { Deed, Handler, Library, LibraryCall, TextOption, Thing } from '../../types.ts';
import { aroundOf } from '../../walk/around.ts';
import { urlsIn } from './clients.ts';

/** What a gateway is told of its subgraphs: `[{ name, url }]`. */
const subgraphsIn = (list: Thing | undefined, call: LibraryCall): readonly (readonly TextOption[])[] =>
  itemsOf(list).flatMap((item) => {
    const urls = textsOf(fieldOf(item, 'url', call.scope.program));
    return urls.length > 0 ? [urls] : [];
  });

const passing = (urls: readonly TextOption[], call: LibraryCall): Deed => ({
  what: {
    kind: 'call',
    protocol: 'graphql',
    procedure: 'graphql',
    urls,
    label: `graphql ${urls[0]?.text ?? '?'}`,
    deadline: 'unknown',
  },
  trail: [call.at],
  around: aroundOf(call.fact),
});

/** Every request to a gateway may be passed on to any of its subgraphs. */
export const noteGateway = (subgraphs: readonly (readonly TextOption[])[], call: LibraryCall): void => {
  if (subgraphs.length === 0) return;
  const { handlers } = call.scope.program;
  const deeds = subgraphs.map((urls) => passing(urls, call));
  const known = handlers.findIndex(({ protocol }) => protocol === 'graphql-gateway');
  const before = handlers[known];
  const handler: Handler = {
    trigger: 'http',
    protocol: 'graphql-gateway',
    name: 'POST /graphql',
    run: [],
    deeds: [...(before?.deeds ?? []), ...deeds],
    evidence: before?.evidence ?? { ...call.at, note: 'GraphQL gateway' },
  };
  if (before) handlers.splice(known, 1, handler);
  else handlers.push(handler);
};

const LISTS = ['subgraphs', 'serviceList', 'gateway.serviceList', 'gateway.services', 'services'];

/** Gateways that are told their subgraphs in code, and executors that schemas are stitched together with. */
export const graphqlGateways: Library = {
  packages: [
    '@apollo/gateway',
    '@nestjs/graphql',
    '@mercuriusjs/gateway',
    '@graphql-tools/executor-http',
    '@graphql-tools/url-loader',
    '@graphql-tools/load',
  ],
  recognise: (call) => {
    const { program } = call.scope;
    const name = lastStep(call.callee.path);
    if (/^(?:IntrospectAndCompose|ApolloGateway|forRoot|forRootAsync)$/.test(name)) {
      const lists = LISTS.map((key) => fieldOf(call.args[0], key, program));
      noteGateway(
        lists.flatMap((list) => subgraphsIn(list, call)),
        call,
      );
      return undefined;
    }
    if (/^(?:buildHTTPExecutor|loadSchema)$/.test(name)) {
      const urls = urlsIn(call.args[0], program);
      if (urls.length > 0) noteGateway([urls], call);
    }
    return undefined;
  },
};

/** `app.register(mercurius, { gateway: { services } })` */
export const noteMercurius = (call: LibraryCall): void => {
  const [plugin, options] = call.args;
  if (plugin?.kind !== 'library' || !/mercurius/.test(plugin.package)) return;
  noteGateway(subgraphsIn(fieldOf(options, 'gateway.services', call.scope.program), call), call);
};
