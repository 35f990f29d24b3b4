import aggregate from '../../templates/aggregate/capability.ts';
import cache from '../../templates/cache/capability.ts';
import client from '../../templates/client/capability.ts';
import saga from '../../templates/saga/capability.ts';
import acl from '../../templates/acl/capability.ts';
import broker from '../../templates/broker/capability.ts';
import debezium from '../../templates/debezium/capability.ts';
import consumer from '../../templates/consumer/capability.ts';
import event from '../../templates/event/capability.ts';
import mtls from '../../templates/mtls/capability.ts';
import rateLimit from '../../templates/rate-limit/capability.ts';
import readModel from '../../templates/read-model/capability.ts';
import request from '../../templates/request/capability.ts';
import rest from '../../templates/rest/capability.ts';
import rpc from '../../templates/rpc/capability.ts';
import service from '../../templates/service/capability.ts';
import workspace from '../../templates/workspace/capability.ts';
import type { Capability } from '../scaffold/kit.ts';

/** Every capability, in the order of `--help`. */
export const capabilities: readonly Capability[] = [
  workspace,
  service,
  event,
  rpc,
  aggregate,
  saga,
  request,
  consumer,
  rest,
  readModel,
  client,
  acl,
  broker,
  cache,
  debezium,
  rateLimit,
  mtls,
];
