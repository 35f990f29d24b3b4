import {
  Health as HealthService,
  HealthCheckResponse_ServingStatus as Status,
} from '../../gen/grpc/health/v1/health_pb.ts';
import { once } from 'node:events';
import type { Health, Phase } from '../health.ts';
import { RpcError } from './errors.ts';
import { implement, type RpcService } from './service.ts';

const statusOf = (phase: Phase) => (phase === 'ready' ? Status.SERVING : Status.NOT_SERVING);

/** grpc.health.v1 over the process's own state. The empty name stands for the whole process. */
export function healthService(health: Health, serves: (service: string) => boolean): RpcService {
  return implement(HealthService, {
    async check({ service }) {
      if (service !== '' && !serves(service)) throw new RpcError('NOT_FOUND', `${service} is not served here`);
      return { status: statusOf(health.phase) };
    },
    async *watch({ service }, { signal }) {
      if (service !== '' && !serves(service)) return yield { status: Status.SERVICE_UNKNOWN };
      const changes = new EventTarget();
      const stop = health.onChange(() => changes.dispatchEvent(new Event('change')));
      try {
        while (!signal.aborted) {
          const changed = once(changes, 'change', { signal });
          yield { status: statusOf(health.phase) };
          await changed;
        }
      } finally {
        stop();
      }
    },
  });
}
