import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'an image that lost its USER',
    in: 'express',
    edits: { 'services/api/Dockerfile': [['USER node\n', '']] },
    at: { file: 'services/api/Dockerfile', line: 'FROM node:24.11.1-alpine' },
  },
  {
    title: 'an image that goes back to root',
    in: 'express',
    edits: { 'services/shipping/Dockerfile': [['USER node\n', 'USER node\nUSER root\n']] },
    at: { file: 'services/shipping/Dockerfile', line: 'USER root' },
  },
  {
    title: 'an image without a USER, whose manifests no longer ask for one',
    in: 'generated',
    edits: {
      'services/orders/Dockerfile': [['USER 10001:10001\n', '']],
    },
    at: { file: 'services/orders/Dockerfile', line: 'FROM node:24.11-bookworm-slim' },
  },
  {
    title: 'a privileged container',
    in: 'nest',
    edits: { 'deploy/gateway.yaml': [['allowPrivilegeEscalation: false', 'privileged: true']] },
    at: { file: 'deploy/gateway.yaml', line: 'privileged: true' },
  },
  {
    title: 'a manifest that makes its service root',
    in: 'nest',
    edits: { 'deploy/bookings.yaml': [['runAsUser: 1000', 'runAsUser: 0']] },
    at: { file: 'deploy/bookings.yaml', line: 'allowPrivilegeEscalation: false' },
  },
  {
    title: 'a compose service that is made root',
    in: 'express',
    edits: {
      'compose.yaml': [
        [
          '    build: { context: ., dockerfile: services/api/Dockerfile }\n',
          '    build: { context: ., dockerfile: services/api/Dockerfile }\n    user: root\n',
        ],
      ],
    },
    at: { file: 'compose.yaml', line: 'user: root' },
  },
] satisfies readonly Fault[];
