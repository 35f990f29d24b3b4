import type { Fault } from '../../src/lint/kit.ts';

const requests = '            requests: { cpu: 100m, memory: 128Mi }\n';
const limits = '            limits: { memory: 256Mi }\n';

export default [
  {
    title: 'a container without resources',
    in: 'nest',
    edits: { 'deploy/gateway.yaml': [[`          resources:\n${requests}${limits}`, '']] },
    at: { file: 'deploy/gateway.yaml', line: '- name: gateway' },
  },
  {
    title: 'a container without a memory limit',
    in: 'nest',
    edits: { 'deploy/bookings.yaml': [[limits, '']] },
    at: { file: 'deploy/bookings.yaml', line: 'requests: { cpu: 100m, memory: 128Mi }' },
  },
  {
    title: 'a limit for CPU alone',
    in: 'nest',
    edits: { 'deploy/rooms.yaml': [[requests + limits, '            limits: { cpu: 500m }\n']] },
    at: { file: 'deploy/rooms.yaml', line: 'limits: { cpu: 500m }' },
  },
  {
    title: 'a limit that was taken out of the manifest',
    in: 'generated',
    edits: {
      'services/payments/k8s/deployment.yaml': [['            limits:\n              memory: 384Mi\n', '']],
    },
    at: { file: 'services/payments/k8s/deployment.yaml', line: 'requests:' },
  },
  {
    title: 'a job in the cluster',
    in: 'generated',
    edits: {
      'platform/backup.yaml': `apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: backup
              image: postgres:18.1
`,
    },
    at: { file: 'platform/backup.yaml', line: '- name: backup' },
  },
] satisfies readonly Fault[];
