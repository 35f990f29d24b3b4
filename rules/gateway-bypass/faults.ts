import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a port of the host',
    in: 'express',
    edits: {
      'compose.yaml': [
        ['services/shipping/Dockerfile }\n', 'services/shipping/Dockerfile }\n    ports: ["8081:8080"]\n'],
      ],
    },
    at: { file: 'compose.yaml', line: '"8081:8080"' },
  },
  {
    title: 'a port of the host in the long form',
    in: 'express',
    edits: {
      'compose.yaml': [
        [
          'services/tracking/Dockerfile }\n',
          'services/tracking/Dockerfile }\n    ports:\n      - target: 8080\n        published: 8082\n',
        ],
      ],
    },
    at: { file: 'compose.yaml', line: '- target: 8080' },
  },
  {
    title: 'a load balancer of its own',
    in: 'nest',
    edits: {
      'deploy/rooms.yaml': [
        ['spec:\n  selector: { app: rooms }', 'spec:\n  type: LoadBalancer\n  selector: { app: rooms }'],
      ],
    },
    at: { file: 'deploy/rooms.yaml', line: 'apiVersion: v1' },
  },
  {
    title: 'a port of each node',
    in: 'nest',
    edits: {
      'deploy/bookings.yaml': [
        ['spec:\n  selector: { app: bookings }', 'spec:\n  type: NodePort\n  selector: { app: bookings }'],
      ],
    },
    at: { file: 'deploy/bookings.yaml', line: 'apiVersion: v1' },
  },
  {
    title: 'a path of the Ingress that leads past the gateway',
    in: 'nest',
    edits: {
      'deploy/gateway.yaml': [
        [
          '          - path: /\n',
          '          - path: /bookings\n            pathType: Prefix\n            backend: { service: { name: bookings, port: { name: http } } }\n          - path: /\n',
        ],
      ],
    },
    at: { file: 'deploy/gateway.yaml', line: '- path: /bookings' },
  },
] satisfies readonly Fault[];
