import { databaseUrl, databaseVariable } from './store.ts';
import { variableOf } from './clients.ts';
import { pascalOf, type Planned } from '../plan.ts';

const variablesOf = (service: Planned): readonly (readonly [string, string])[] => [
  ['PORT', '3000'],
  ...service.calls.map(
    (call) =>
      [variableOf(call), call.style === 'grpc' ? `${call.to.name}:50051` : `http://${call.to.name}:3000`] as const,
  ),
  [databaseVariable(service), databaseUrl(service)],
  service.broker === 'kafka' ? ['KAFKA_BROKERS', 'kafka:9092'] : ['RABBIT_URL', 'amqp://rabbit:5672'],
];

export const composeFile = (services: readonly Planned[]): string => `services:
${services
  .map(
    (service) => `  ${service.name}:
    build:
      context: ../..
      dockerfile: services/${service.name}/Dockerfile
    restart: unless-stopped
    environment:
${variablesOf(service)
  .map(([name, value]) => `      ${name}: ${value}`)
  .join('\n')}
    depends_on:
      - ${service.keeper === 'mongoose' ? 'mongo' : 'postgres'}
`,
  )
  .join('\n')}`;

export const rootCompose = (groups: number): string => `include:
${Array.from({ length: groups }, (_, at) => `  - deploy/compose/group-${at}.yaml`).join('\n')}

services:
  postgres:
    image: postgres:17
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: app
  mongo:
    image: mongo:8
  kafka:
    image: apache/kafka:4.0.0
  rabbit:
    image: rabbitmq:4-management
`;

/** What is deployed and declared about a service, below its folder. */
export const manifestFiles = (service: Planned): Readonly<Record<string, string>> => ({
  Dockerfile: `FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build --workspace services/${service.name}

FROM node:24-slim
WORKDIR /app/services/${service.name}
COPY --from=build /app /app
ENV NODE_ENV=production
EXPOSE ${service.grpc ? 50051 : 3000}
CMD ["node", "dist/main.js"]
`,
  'package.json': `${JSON.stringify(packageOf(service), undefined, 2)}\n`,
  'tsconfig.json':
    '{\n  "extends": "../../tsconfig.base.json",\n  "compilerOptions": { "outDir": "dist", "rootDir": "src" },\n  "include": ["src"]\n}\n',
  '.env.example': `${variablesOf(service)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`,
  'openapi.yaml': openapi(service),
  'k8s/deployment.yaml': deployment(service),
  'k8s/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: ${service.name}
spec:
  selector:
    app: ${service.name}
  ports:
    - port: ${service.grpc ? 50051 : 3000}
`,
  'k8s/configmap.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${service.name}-config
data:
${variablesOf(service)
  .map(([name, value]) => `  ${name}: "${value}"`)
  .join('\n')}
`,
});

const packageOf = ({ name, stack, keeper, broker, grpc, calls }: Planned) => {
  const stacks = {
    nest: ['@nestjs/common', '@nestjs/core', '@nestjs/microservices'],
    express: ['express'],
    fastify: ['fastify'],
  };
  const keepers = { prisma: ['@prisma/client'], typeorm: ['typeorm', 'pg'], pg: ['pg'], mongoose: ['mongoose'] };
  const speaksGrpc = grpc || calls.some(({ style }) => style === 'grpc');
  const names = [
    ...stacks[stack],
    ...keepers[keeper],
    broker === 'kafka' ? 'kafkajs' : 'amqplib',
    'axios',
    ...(speaksGrpc ? ['@grpc/grpc-js', '@grpc/proto-loader'] : []),
    '@bench/events',
    '@bench/http',
    '@bench/log',
  ];
  return {
    name: `@bench/${name}`,
    version: '1.0.0',
    private: true,
    scripts: { build: 'tsc', start: 'node dist/main.js', test: 'jest' },
    dependencies: Object.fromEntries(names.map((each) => [each, each.startsWith('@bench/') ? '*' : '^1.0.0'])),
  };
};

const deployment = ({ name, grpc }: Planned): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/bench/${name}:latest
          ports:
            - containerPort: ${grpc ? 50051 : 3000}
          envFrom:
            - configMapRef:
                name: ${name}-config
          resources:
            limits:
              memory: 256Mi
`;

const openapi = ({ name, noun }: Planned): string => `openapi: 3.1.0
info:
  title: ${name}
  version: 1.0.0
paths:
  /${noun}s/{id}:
    parameters:
      - name: id
        in: path
        required: true
        schema: { type: string }
    get:
      operationId: find${pascalOf(noun)}
      responses:
        "200": { description: found, content: { application/json: { schema: { $ref: "#/components/schemas/${pascalOf(noun)}" } } } }
    patch:
      operationId: change${pascalOf(noun)}
      responses:
        "204": { description: changed }
components:
  schemas:
    ${pascalOf(noun)}:
      type: object
      properties:
        id: { type: string }
        state: { type: string }
`;
