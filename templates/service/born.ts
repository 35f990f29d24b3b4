import type { ServicePlace, Workspace } from '../../src/scaffold/kit.ts';
import { serviceView } from './names.ts';
import type { ServiceView } from './view.ts';

/** False for a service that somebody made by hand. */
export const wasBorn = (service: ServicePlace | undefined): service is ServicePlace =>
  service?.applied?.some(({ capability }) => capability === 'service') === true;

/** The names that a service was born with, as its own record tells. */
export function bornView(service: ServicePlace, workspace: Workspace): ServiceView {
  const birth = service.applied?.find(({ capability }) => capability === 'service')?.answers ?? {};
  const list = (name: string): readonly string[] => (Array.isArray(birth[name]) ? birth[name].map(String) : []);
  const context = service.contexts[0] ?? service.name;
  const answers = {
    owner: String(birth['owner'] ?? ''),
    subdomain: String(birth['subdomain'] ?? ''),
    context,
    aggregate: String(birth['aggregate'] ?? ''),
    publishes: list('publishes'),
    consumes: [],
    calls: [],
    with: [],
    inboxRetention: Number(birth['inboxRetention'] ?? 168),
  };
  return serviceView({ answers, workspace, service });
}
