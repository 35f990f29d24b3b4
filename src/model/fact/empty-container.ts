/** A container of which nothing is said yet. */
export const emptyContainer = {
  kind: 'container',
  labels: {},
  env: [],
  envFiles: [],
  envFrom: [],
  ports: [],
  dependsOn: [],
  aliases: [],
  volumes: [],
  profiles: [],
  probes: [],
} as const;
