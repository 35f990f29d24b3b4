import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf, modelOf, services } from '../code/workspace.ts';

type Tree = Readonly<Record<string, string>>;

const SERVER: Tree = {
  'users/src/main.ts': `import { ApolloServer } from '@apollo/server'; import { startStandaloneServer } from '@apollo/server/standalone'; import { buildSubgraphSchema } from '@apollo/subgraph'; import { resolvers } from './resolvers';
    const server = new ApolloServer({ schema: buildSubgraphSchema({ typeDefs, resolvers }) }); await startStandaloneServer(server, { listen: { port: 4001 } });`,
  'users/src/resolvers.ts': `export const resolvers = { Query: { users: async () => [], user: (_, { id }) => ({}) }, Mutation: { createUser: async () => ({}) }, User: { __resolveReference: (ref) => ({}), name: (user) => user.name } };`,
};
const world = services({ gateway: { UPSTREAM: 'http://users:4001/graphql' }, users: {} });

const SERVERS: readonly (readonly [string, readonly string[], string, Tree?])[] = [
  [
    'a subgraph of Apollo',
    ['Mutation createUser', 'Query user', 'Query users', 'User.__resolveReference', 'User.name'],
    SERVER['users/src/main.ts'] ?? '',
    SERVER,
  ],
  [
    'a list of subgraph modules, merged resolvers',
    ['Mutation addUser', 'Query me'],
    `import { ApolloServer } from 'apollo-server'; import { buildFederatedSchema } from '@apollo/federation'; import { mergeResolvers } from '@graphql-tools/merge';
     const a = { Query: { me: combineResolvers(isAuthenticated, async (parent, args, { models }) => ({})) } }; const b = { Mutation: { addUser: async () => ({}) } };
     const server = new ApolloServer({ schema: buildFederatedSchema([{ typeDefs, resolvers: mergeResolvers([a, b]) }]), context: ({ req }) => ({}) }); server.listen(4001);`,
  ],
  [
    'Yoga',
    ['Query hello', 'Subscription ticks'],
    `import { createSchema, createYoga } from 'graphql-yoga'; import { createServer } from 'node:http';
     const yoga = createYoga({ schema: createSchema({ typeDefs: '', resolvers: { Query: { hello: () => 'x' }, Subscription: { ticks: { subscribe: async function* () {} } } } }) }); createServer(yoga).listen(4000);`,
  ],
  [
    'mercurius',
    ['Query add'],
    `import Fastify from 'fastify'; import mercurius from 'mercurius'; const app = Fastify(); const resolvers = { Query: { add: async (_, { x, y }) => x + y } }; app.register(mercurius, { schema: '', resolvers }); app.listen({ port: 1 });`,
  ],
  [
    'Nest, code first and schema first',
    ['Mutation createUser', 'Query allUsers', 'Query user', 'User.__resolveReference', 'User.orders'],
    `import { Args, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql'; import { User } from './user';
     @Resolver(() => User) export class UsersResolver { @Query(() => [User], { name: 'allUsers' }) users() { return []; } @Query('user') one(@Args('id') id: string) { return {}; } @Mutation(() => User) createUser() { return {}; }
       @ResolveField('orders') getOrders(@Parent() user: User) { return []; } @ResolveReference() resolveReference(ref: any) { return {}; } }`,
    {
      'users/src/user.ts': `import { ObjectType } from '@nestjs/graphql'; @ObjectType() export class User { id: string; }`,
    },
  ],
  [
    'type-graphql',
    ['Query recipes', 'Recipe.rating'],
    `import { buildSchema, FieldResolver, Query, Resolver, Root } from 'type-graphql'; import { ApolloServer } from '@apollo/server'; class Recipe {}
     @Resolver((of) => Recipe) export class RecipeResolver { @Query((returns) => [Recipe]) async recipes() { return []; } @FieldResolver() rating(@Root() recipe: Recipe) { return 1; } }
     const schema = await buildSchema({ resolvers: [RecipeResolver] }); const server = new ApolloServer({ schema });`,
  ],
  [
    'Pothos',
    ['Mutation createPost', 'Query post', 'Query posts'],
    `import SchemaBuilder from '@pothos/core'; import { createYoga } from 'graphql-yoga'; const builder = new SchemaBuilder<{}>({});
     builder.queryType({ fields: (t) => ({ posts: t.field({ type: 'String', resolve: async () => [] }) }) }); builder.queryField('post', (t) => t.field({ type: 'String', resolve: () => 'x' })); builder.mutationFields((t) => ({ createPost: t.string({ resolve: () => 'x' }) }));
     createYoga({ schema: builder.toSchema() });`,
  ],
  [
    'graphql-js',
    ['Query hero'],
    `import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'; const RootQuery = new GraphQLObjectType({ name: 'RootQueryType', fields: () => ({ hero: { type: GraphQLString, resolve: async () => 'x' } }) }); export const schema = new GraphQLSchema({ query: RootQuery });`,
  ],
];

describe('fields of GraphQL are seen', () => {
  test.each(SERVERS.map(([title, fields, ...trees]) => [title, fields, trees] as const))(
    'of %s',
    (_, fields, [main, more]) => {
      const model = modelOf(world, { 'users/src/main.ts': main, ...more });
      const found = model.operations
        .filter(({ service, protocol }) => service === 'users' && protocol === 'graphql')
        .map(({ name }) => name);
      expect(found.toSorted()).toEqual(fields);
    },
  );

  test('that ask a data source in their context', () => {
    const model = modelOf(services({ gateway: {}, stock: {} }), {
      'stock/src/main.ts': `import express from 'express'; const app = express(); app.get('/items/:id', (req, res) => {}); app.listen(3000);`,
      'gateway/src/main.ts': `import { ApolloServer } from '@apollo/server'; import { startStandaloneServer } from '@apollo/server/standalone'; import { StockAPI } from './stock';
        const resolvers = { Query: { item: async (_, { id }, { dataSources }) => dataSources.stock.item(id) } };
        const server = new ApolloServer<{ dataSources: { stock: StockAPI } }>({ typeDefs, resolvers });
        await startStandaloneServer(server, { context: async ({ req }) => { const { cache } = server; return { token: req.headers.token, dataSources: { stock: new StockAPI({ cache }) } }; } });`,
      'gateway/src/stock.ts': `import { RESTDataSource } from '@apollo/datasource-rest'; export class StockAPI extends RESTDataSource { override baseURL = 'http://stock:3000/'; async item(id: string) { return this.get(\`items/\${encodeURIComponent(id)}\`); } }`,
    });
    expect(effectsOf(model, 'gateway Query item')).toEqual(['call stock']);
    expect(model.chains.map(({ path }) => path)).toEqual([['gateway Query item', 'stock GET /items/:id']]);
  });
});

const DOC =
  'query Users($n: Int = 5) { list: users(first: $n, where: { name: "a{b}" }) { id ...F } } fragment F on User { name }';

const CALLS: readonly (readonly [string, string, string, Tree?])[] = [
  [
    'graphql-request',
    'Query users',
    `import { gql, request } from 'graphql-request'; const doc = gql\`${DOC.replaceAll('$', '\\$')}\`; await request(process.env.UPSTREAM!, doc, {});`,
  ],
  [
    'a client of graphql-request',
    'Mutation createUser',
    `import { GraphQLClient, gql } from 'graphql-request'; const client = new GraphQLClient(process.env.UPSTREAM!, { headers: {} }); await client.request(gql\`mutation { createUser(name: "x") { id } }\`);`,
  ],
  [
    'Apollo Client with links',
    'Query users',
    `import { ApolloClient, createHttpLink, gql, InMemoryCache } from '@apollo/client/core'; import { setContext } from '@apollo/client/link/context';
     const httpLink = createHttpLink({ uri: process.env.UPSTREAM }); const authLink = setContext((_, { headers }) => ({ headers })); const client = new ApolloClient({ link: authLink.concat(httpLink), cache: new InMemoryCache() });
     const { data } = await client.query({ query: gql\`{ users { id } }\` });`,
  ],
  [
    'Apollo Client with an address',
    'Mutation createUser',
    `import { ApolloClient, gql, InMemoryCache } from '@apollo/client'; const client = new ApolloClient({ uri: process.env.UPSTREAM, cache: new InMemoryCache() }); client.mutate({ mutation: gql\`mutation M { createUser { id } }\` });`,
  ],
  [
    'urql',
    'Query user',
    `import { cacheExchange, createClient, fetchExchange, gql } from '@urql/core'; const client = createClient({ url: process.env.UPSTREAM!, exchanges: [cacheExchange, fetchExchange] }); const Q = gql\`query ($id: ID!) { user(id: $id) { id } }\`; client.query(Q, { id: 1 }).toPromise();`,
  ],
  [
    'a document that was generated',
    'Query users',
    `import { GraphQLClient } from 'graphql-request'; import { UsersDocument } from './gen/graphql'; new GraphQLClient(process.env.UPSTREAM!).request(UsersDocument);`,
    {
      'gateway/src/gen/graphql.ts': `export const UsersDocument = { kind: 'Document', definitions: [{ kind: 'OperationDefinition', operation: 'query', name: { kind: 'Name', value: 'Users' }, selectionSet: { kind: 'SelectionSet', selections: [{ kind: 'Field', name: { kind: 'Name', value: 'users' } }] } }] } as unknown as DocumentNode<any>;`,
    },
  ],
  [
    'a page and its hooks',
    'Query users',
    `import { ApolloClient, gql, useQuery } from '@apollo/client'; export const client = new ApolloClient({ uri: process.env.UPSTREAM }); const USERS = gql\`query { users { id } }\`; export function Users() { const { data } = useQuery(USERS); return null; }`,
  ],
];

const GATEWAYS: readonly (readonly [string, string])[] = [
  [
    'Apollo Gateway that composes',
    `import { ApolloGateway, IntrospectAndCompose } from '@apollo/gateway'; import { ApolloServer } from '@apollo/server'; const gateway = new ApolloGateway({ supergraphSdl: new IntrospectAndCompose({ subgraphs: [{ name: 'users', url: process.env.UPSTREAM }, { name: 'x', url: 'https://api.example.com/graphql' }] }) }); new ApolloServer({ gateway });`,
  ],
  [
    'Apollo Gateway with a list',
    `const { ApolloGateway } = require('@apollo/gateway'); const gateway = new ApolloGateway({ serviceList: [{ name: 'users', url: 'http://users:4001' }], buildService({ url }) { return new AuthenticatedDataSource({ url }); } });`,
  ],
  [
    'Nest and Apollo Gateway',
    `import { IntrospectAndCompose } from '@apollo/gateway'; import { ApolloGatewayDriver, ApolloGatewayDriverConfig } from '@nestjs/apollo'; import { Module } from '@nestjs/common'; import { GraphQLModule } from '@nestjs/graphql'; @Module({ imports: [GraphQLModule.forRoot<ApolloGatewayDriverConfig>({ driver: ApolloGatewayDriver, gateway: { supergraphSdl: new IntrospectAndCompose({ subgraphs: [{ name: 'users', url: 'http://users:4001/graphql' }] }) } })] }) export class AppModule {}`,
  ],
  [
    'Nest and settings that are injected',
    `import { IntrospectAndCompose } from '@apollo/gateway'; import { ConfigService } from '@nestjs/config'; import { Module } from '@nestjs/common'; import { GraphQLModule } from '@nestjs/graphql'; @Module({ imports: [GraphQLModule.forRootAsync({ inject: [ConfigService], useFactory: (config: ConfigService) => ({ gateway: { supergraphSdl: new IntrospectAndCompose({ subgraphs: [{ name: 'users', url: config.get('UPSTREAM') }] }) } }) })] }) export class AppModule {}`,
  ],
  [
    'the gateway of Nest as it was',
    `import { Module } from '@nestjs/common'; import { GraphQLGatewayModule } from '@nestjs/graphql'; @Module({ imports: [GraphQLGatewayModule.forRoot({ server: { cors: true }, gateway: { serviceList: [{ name: 'users', url: process.env.UPSTREAM }] } })] }) export class AppModule {}`,
  ],
  [
    'mercurius',
    `import Fastify from 'fastify'; import mercuriusGateway from '@mercuriusjs/gateway'; const app = Fastify(); app.register(mercuriusGateway, { gateway: { services: [{ name: 'users', url: process.env.UPSTREAM, wsUrl: 'ws://x' }] } }); app.listen({ port: 1 });`,
  ],
  [
    'schema stitching',
    `import { stitchSchemas } from '@graphql-tools/stitch'; import { buildHTTPExecutor } from '@graphql-tools/executor-http'; import { schemaFromExecutor } from '@graphql-tools/wrap'; const exec = buildHTTPExecutor({ endpoint: process.env.UPSTREAM }); const schema = stitchSchemas({ subschemas: [{ schema: await schemaFromExecutor(exec), executor: exec }] });`,
  ],
];

describe('calls with GraphQL are seen', () => {
  test.each(CALLS.map(([title, field, ...trees]) => [title, field, trees] as const))(
    'through %s',
    (_, field, [main, more]) => {
      const model = modelOf(world, SERVER, { 'gateway/src/main.ts': main, ...more });
      expect(edgesIn(model)).toEqual([`gateway -> users sync graphql ${field}`]);
      expect(model.edges[0]?.evidence.some(({ file }) => file === 'users/src/resolvers.ts')).toBe(true);
    },
  );

  test.each(GATEWAYS)('passed on by %s', (_, main) => {
    const model = modelOf(world, SERVER, { 'gateway/src/main.ts': main });
    expect(edgesIn(model)).toEqual(['gateway -> users sync graphql graphql']);
    expect(model.operations.map(({ id }) => id)).toContain('gateway POST /graphql');
  });

  test("by an executor of one's own, as the request that it sends", () => {
    const model = modelOf(world, SERVER, {
      'gateway/src/main.ts': `import { stitchSchemas } from '@graphql-tools/stitch'; import { schemaFromExecutor } from '@graphql-tools/wrap'; import { print } from 'graphql'; import { fetch } from 'cross-fetch';
        const executor = async ({ document, variables }) => { const query = print(document); const res = await fetch(process.env.UPSTREAM, { method: 'POST', body: JSON.stringify({ query, variables }) }); return res.json(); };
        export default async () => stitchSchemas({ subschemas: [{ schema: await schemaFromExecutor(executor), executor }] });`,
    });
    expect(edgesIn(model)).toEqual(['gateway -> users sync http POST /graphql']);
  });

  test('of which nobody knows the address, as unresolved', () => {
    const model = modelOf(world, SERVER, {
      'gateway/src/main.ts': `import { request, gql } from 'graphql-request'; request(process.env.NOBODY_KNOWS, gql\`{ users { id } }\`);`,
    });
    expect(edgesIn(model)).toEqual([]);
    expect(model.unresolved).toMatchObject([{ service: 'gateway', what: 'graphql Query users' }]);
  });
});
