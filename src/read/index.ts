import type { Reader } from '../model/fact.ts';
import { applicationReader } from './application.ts';
import { cdkReader } from './cdk.ts';
import { composeReader } from './compose.ts';
import { configReader } from './config.ts';
import { dataReader } from './data.ts';
import { credentialsReader } from './credentials.ts';
import { daprReader } from './dapr.ts';
import { defaultsReader } from './defaults.ts';
import { dockerfileReader } from './dockerfile.ts';
import { envReader } from './env.ts';
import { gatewaysReader } from './gateways/index.ts';
import { meshReader } from './mesh.ts';
import { throttlesReader } from './throttles.ts';
import { nginxReader } from './gateways/nginx.ts';
import { kubernetesReader } from './kubernetes.ts';
import { marksReader } from './marks.ts';
import { ownersReader } from './owners.ts';
import { packageReader } from './package.ts';
import { prismaReader } from './prisma.ts';
import { processesReader } from './processes.ts';
import { protoReader } from './proto.ts';
import { relaysReader } from './relays.ts';
import { serverlessReader } from './serverless.ts';
import { shellReader } from './shell.ts';
import { sqlReader } from './sql.ts';
import { tsconfigReader } from './tsconfig.ts';
import { typescriptReader } from './typescript/index.ts';
import { valuesReader } from './values.ts';
import { workspaceReader } from './workspace.ts';

/** Every reader. A file may be taken by several. */
export const readers: readonly Reader[] = [
  typescriptReader,
  dataReader,
  packageReader,
  workspaceReader,
  daprReader,
  tsconfigReader,
  composeReader,
  kubernetesReader,
  valuesReader,
  applicationReader,
  defaultsReader,
  marksReader,
  credentialsReader,
  dockerfileReader,
  envReader,
  processesReader,
  serverlessReader,
  cdkReader,
  shellReader,
  relaysReader,
  protoReader,
  prismaReader,
  sqlReader,
  nginxReader,
  gatewaysReader,
  meshReader,
  throttlesReader,
  ownersReader,
  configReader,
];
