import { parse } from 'yaml';

type Variable = { readonly name: string; readonly valueFrom?: { readonly secretKeyRef?: object } };
type Container = { readonly name: string; readonly image?: string; readonly env?: readonly Variable[] };

/** What a container of a Deployment reads from Secrets, by the names of its variables. Each container has an image. */
export function secretsIn(deployment: string | undefined, container: string): ReadonlyMap<string, object> {
  const { spec } = parse(deployment ?? '') as { spec: { template: { spec: { containers: Container[] } } } };
  const { containers } = spec.template.spec;
  if (containers.some(({ image }) => image === undefined)) throw new Error('a container has no image');
  const variables = containers.filter(({ name }) => name === container).flatMap(({ env = [] }) => env);
  return new Map(
    variables.flatMap(({ name, valueFrom }) =>
      valueFrom?.secretKeyRef ? [[name, valueFrom.secretKeyRef] as const] : [],
    ),
  );
}
