import { plainYamlOf } from './kubernetes/helm.ts';
import { chartValuesOf } from './kubernetes/settings.ts';
import { defineReader, nameOf } from './reader.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Values of charts under other names, told by their folder: `values/orders.yaml`, `environments/prod.yaml`. */
export const valuesReader = defineReader({
  id: 'values',
  version: 1,
  takes: (path) =>
    /(?:^|\/)(?:helm[-_]?)?(?:values|environments)\/(?:[^/]+\/)?[^/]+\.ya?ml$/.test(path) &&
    !/values/.test(nameOf(path)),
  read: ({ text }) => {
    if (/^apiVersion\s*:/m.test(text)) return { facts: [], unreadable: [] };
    return { facts: treesOfYaml(plainYamlOf(text)).documents.slice(0, 1).map(chartValuesOf), unreadable: [] };
  },
});
