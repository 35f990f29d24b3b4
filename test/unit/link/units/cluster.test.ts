import { describe, expect, it } from 'vitest';
import { folder, image, said, unitsIn, valuesIn, type Tree } from './workspace.ts';

const deployment = (name: string, of: string, more = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      containers:\n        - name: ${name}\n          image: ${of}\n${more}`;
const service = (name: string, app = name, more = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}${more} }\nspec: { selector: { app: ${app} }, ports: [{ port: 80 }] }\n`;

describe('Kubernetes', () => {
  it('lists, jobs, sets, sidecars and containers that only initialise', () => {
    const files = {
      ...folder('orders'),
      ...folder('billing'),
      'billing/Dockerfile': image,
      'k8s/list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${deployment('orders', 'x/orders', '        - { name: proxy, image: envoyproxy/envoy }\n      initContainers: [{ name: wait, image: x/billing }]\n').replace('Deployment', 'StatefulSet').replaceAll('\n', '\n    ')}`,
      'k8s/cron.yaml':
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: billing }\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: b, image: shop/billing }] } } } } }\n',
    };
    expect(said(files)).toEqual(['billing billing job', 'orders orders service']);
  });
  it.each([
    ['orders-api', 'orders'],
    ['orders-api.prod', 'orders'],
    ['orders-api.prod.svc', 'orders'],
    ['orders-api.prod.svc.cluster.local', 'orders'],
    ['orders-elsewhere', 'orders'],
    ['orders-api.nobody', undefined],
  ])('answers at %s', (host, name) => {
    const files = {
      ...folder('orders'),
      'k8s/orders.yaml': `${deployment('orders', 'x/orders')}${service('orders-api', 'orders', ', namespace: prod')}---\napiVersion: v1\nkind: Service\nmetadata: { name: orders-elsewhere }\nspec: { type: ExternalName, externalName: orders-api.prod.svc.cluster.local }\n`,
    };
    expect(unitsIn(files).serviceAt(host, 80, 'x')).toBe(name);
  });
});

describe('Kustomize', () => {
  const files: Tree = {
    ...folder('orders'),
    'k8s/base/kustomization.yaml':
      'resources: [deployment.yaml, service.yaml]\nconfigMapGenerator:\n  - { name: config, envs: [orders.env], literals: [A=1] }\nsecretGenerator:\n  - { name: db, envs: [db.env] }\n',
    'k8s/base/orders.env': 'B=2\n',
    'k8s/base/db.env': 'DATABASE_URL=postgres://a:b@db/orders\n',
    'k8s/base/deployment.yaml': deployment(
      'orders',
      'orders-image',
      '          envFrom: [{ configMapRef: { name: config } }, { secretRef: { name: db } }]\n          env: [{ name: MODE, value: base }]\n',
    ),
    'k8s/base/service.yaml': service('orders'),
    'k8s/overlays/prod/kustomization.yaml': `namePrefix: prod-
nameSuffix: -v1
resources: [../../base]
images: [{ name: orders-image, newName: registry/shop/orders }]
patches:
  - path: patch.yaml
  - target: { kind: Deployment, name: orders }
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: { name: EXTRA, value: added }
      - op: replace
        path: /spec/template/spec/containers/0/env/0/value
        value: prod
configMapGenerator:
  - { name: config, behavior: merge, literals: [A=prod] }
`,
    'k8s/overlays/prod/patch.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\nspec: { template: { spec: { containers: [{ name: orders, env: [{ name: P, value: patched }] }] } } }\n',
  };
  it.each([
    ['A', ['k8s/base=1', 'k8s/overlays/prod=prod']],
    ['B', ['k8s/base=2', 'k8s/overlays/prod=2']],
    ['MODE', ['k8s/base=base', 'k8s/overlays/prod=prod']],
    ['EXTRA', ['k8s/overlays/prod=added']],
    ['P', ['k8s/overlays/prod=patched']],
    ['DATABASE_URL', ['k8s/base=postgres://a:***@db/orders', 'k8s/overlays/prod=postgres://a:***@db/orders']],
  ])('gives %s in each overlay', (name, values) => {
    expect(valuesIn(files, 'orders', name)).toEqual(values);
  });
  it('renames and tags', () => {
    expect(said(files)).toEqual(['orders orders service']);
    expect(unitsIn(files).serviceAt('prod-orders-v1', 80, 'x')).toBe('orders');
    expect(
      unitsIn(files)
        .containersOf('orders')
        .map(({ fact }) => fact.image),
    ).toEqual(['orders-image', 'registry/shop/orders']);
  });
});

const template = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "svc.fullname" . }}
spec:
  template:
    metadata:
      labels:
        {{- include "svc.labels" . | nindent 8 }}
    spec:
      containers:
        - name: {{ .Values.name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          env:
            {{- range $name, $value := .Values.env }}
            - name: {{ $name }}
              value: {{ $value | quote }}
            {{- end }}
            - name: FIX
              value: {{ .Values.fix | quote }}
            - { name: SHARED, value: "{{ .Values.global.host }}" }
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "svc.fullname" . }}
spec:
  selector:
    {{- include "svc.labels" . | nindent 4 }}
`;

describe('Helm', () => {
  const chart: Tree = {
    ...folder('services/orders'),
    ...folder('services/pay'),
    'services/orders/Dockerfile': image,
    'services/pay/Dockerfile': image,
    'charts/service/templates/all.yaml': template,
    'charts/service/values.yaml': 'name: ""\nimage: { repository: "" }\nenv: {}\nfix: 1\n',
    'deploy/orders.values.yaml': 'name: o\nimage: { repository: registry/orders }\nenv: { PAY_URL: "http://pay" }\n',
    'deploy/values/pay.yaml': 'name: p\nimage: { repository: registry/pay }\nfix: 2\n',
  };
  const seen = (files: Tree) => [
    ...said(files).map((line) => line.split(' ')[1]),
    ...valuesIn(files, 'orders', 'PAY_URL'),
    ...valuesIn(files, 'orders', 'FIX'),
    ...valuesIn(files, 'pay', 'FIX'),
    unitsIn(files).serviceAt('payments', 80, 'orders'),
  ];
  it('one chart for several services, by helmfile', () => {
    const helmfile =
      'releases:\n  - name: orders\n    chart: ./charts/service\n    values: [deploy/orders.values.yaml]\n  - name: payments\n    chart: ./charts/service\n    values: [deploy/values/pay.yaml, { fix: 3 }]\n';
    expect(seen({ ...chart, 'helmfile.yaml': helmfile })).toEqual([
      'services/orders',
      'services/pay',
      'helmfile.yaml=http://pay',
      'helmfile.yaml=1',
      'helmfile.yaml=3',
      'pay',
    ]);
  });
  it('by Argo CD and by Skaffold', () => {
    const application = (name: string, helm: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name} }\nspec: { source: { path: charts/service, helm: ${helm} } }\n`;
    const argo = {
      ...chart,
      'argo/orders.yaml': application(
        'orders',
        '{ valueFiles: [../../deploy/orders.values.yaml], parameters: [{ name: fix, value: "7" }] }',
      ),
      'argo/pay.yaml': application(
        'payments',
        '{ valuesObject: { name: p, image: { repository: registry/pay }, fix: 8 } }',
      ),
    };
    expect(seen(argo).slice(2)).toEqual([
      'argo/orders.yaml=http://pay',
      'argo/orders.yaml=7',
      'argo/pay.yaml=8',
      'pay',
    ]);
    const skaffold =
      'apiVersion: skaffold/v4beta1\nkind: Config\ndeploy:\n  helm:\n    releases:\n      - { name: orders, chartPath: charts/service, valuesFiles: [deploy/orders.values.yaml] }\n      - { name: payments, chartPath: charts/service, valuesFiles: [deploy/values/pay.yaml], setValues: { fix: 9 } }\n';
    expect(seen({ ...chart, 'skaffold.yaml': skaffold }).slice(2)).toEqual([
      'skaffold.yaml=http://pay',
      'skaffold.yaml=1',
      'skaffold.yaml=9',
      'pay',
    ]);
  });
  it('values for each environment, and those of the chart around', () => {
    const files = {
      ...folder('orders'),
      'orders/Dockerfile': image,
      'shop/values.yaml': 'orders: { fix: around }\nglobal: { host: everywhere }\n',
      'shop/charts/orders/templates/all.yaml': template,
      'shop/charts/orders/values.yaml': 'name: orders\nimage: { repository: x/orders }\nfix: own\n',
      'shop/charts/orders/values-prod.yaml': 'fix: prod\n',
    };
    expect(valuesIn(files, 'orders', 'FIX')).toEqual([
      'shop/charts/orders=around',
      'shop/charts/orders/values-prod.yaml=prod',
    ]);
    expect(valuesIn(files, 'orders', 'SHARED')[0]).toBe('shop/charts/orders=everywhere');
  });
  it('a loop over services, with lists and maps of variables', () => {
    const files = {
      ...folder('services/orders'),
      ...folder('services/pay'),
      'chart/values.yaml':
        'services:\n  - { name: orders, image: x/orders, port: 3000, env: [{ name: A, value: 1 }] }\n  - { name: pay, image: x/pay, port: 4000, env: [{ name: A, value: 2 }] }\n',
      'chart/templates/all.yaml':
        '{{- range .Values.services }}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .name }}\nspec:\n  template:\n    metadata: { labels: { app: {{ .name }} } }\n    spec:\n      containers:\n        - name: {{ .name }}\n          image: {{ .image }}\n          ports: [{ containerPort: 80 }]\n          env:\n            {{- toYaml .env | nindent 12 }}\n---\napiVersion: v1\nkind: Service\nmetadata: { name: "{{ .name }}-svc" }\nspec: { selector: { app: {{ .name }} } }\n{{- end }}\n',
    };
    expect(said(files)).toEqual(['orders services/orders service', 'pay services/pay service']);
    expect([valuesIn(files, 'orders', 'A'), valuesIn(files, 'pay', 'A')]).toEqual([['chart=1'], ['chart=2']]);
    expect(unitsIn(files).serviceAt('pay-svc', 80, 'orders')).toBe('pay');
  });
});

describe('Skaffold', () => {
  it('ties the image of a manifest to what its Dockerfile builds', () => {
    const files = {
      ...folder('services/a'),
      ...folder('services/b'),
      'services/a/Dockerfile': image,
      'docker/b.Dockerfile': 'FROM node\nCOPY services/b .\nCMD node src/main.js\n',
      'k8s/all.yaml': `${deployment('front', 'img-1')}---\n${deployment('back', 'img-2')}${service('back')}`,
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta1\nkind: Config\nbuild:\n  artifacts:\n    - { image: img-1, context: services/a }\n    - { image: img-2, context: ., docker: { dockerfile: docker/b.Dockerfile } }\n',
    };
    expect(said(files)).toEqual(['a services/a service', 'b services/b service']);
    expect(
      unitsIn(files)
        .containersOf('b')
        .map(({ fact }) => fact.name),
    ).toEqual(['back']);
    expect(unitsIn(files).serviceAt('back', 80, 'a')).toBe('b');
  });
  it('is run from the root where its folders are not beside it', () => {
    const files = {
      ...folder('services/a'),
      ...folder('services/b'),
      'services/a/Dockerfile': image,
      'k8s/all.yaml': `${deployment('front', 'img-1')}---\n${deployment('back', 'img-2')}`,
      'deploy/skaffold.yaml':
        'apiVersion: skaffold/v4beta1\nkind: Config\nbuild:\n  artifacts:\n    - { image: img-1, context: services/a }\n    - { image: img-2, context: services/b }\n',
    };
    expect(said(files)).toEqual(['a services/a service', 'b services/b service']);
  });
});
