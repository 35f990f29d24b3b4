import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a database that lost its tag',
    in: 'express',
    edits: { 'compose.yaml': [['image: mongo:8.0.4', 'image: mongo']] },
    at: { file: 'compose.yaml', line: 'image: mongo' },
  },
  {
    title: 'a collector that is always the latest',
    in: 'generated',
    edits: {
      'compose.yaml': [['image: otel/opentelemetry-collector:0.140.0', 'image: otel/opentelemetry-collector:latest']],
    },
    at: { file: 'compose.yaml', line: 'image: otel/opentelemetry-collector:latest' },
  },
  {
    title: 'a service that is deployed as latest',
    in: 'nest',
    edits: { 'deploy/rooms.yaml': [['ghcr.io/stays/rooms:1.4.2', 'ghcr.io/stays/rooms:latest']] },
    at: { file: 'deploy/rooms.yaml', line: 'image: ghcr.io/stays/rooms:latest' },
  },
  {
    title: 'a service that is deployed without a tag',
    in: 'generated',
    edits: {
      'services/orders/k8s/deployment.yaml': [
        ['          image: shop/orders:0.0.0\n          ports:', '          image: shop/orders\n          ports:'],
      ],
    },
    at: { file: 'services/orders/k8s/deployment.yaml', line: 'image: shop/orders' },
  },
  {
    title: 'a build stage on whatever Node there is',
    in: 'nest',
    edits: { 'apps/gateway/Dockerfile': [['FROM node:24.11.1-alpine AS build', 'FROM node AS build']] },
    at: { file: 'apps/gateway/Dockerfile', line: 'FROM node AS build' },
  },
  {
    title: 'a last stage on the latest Node',
    in: 'express',
    edits: {
      'services/api/Dockerfile': [['FROM node:24.11.1-alpine\nWORKDIR', 'FROM node:latest\nWORKDIR']],
    },
    at: { file: 'services/api/Dockerfile', line: 'FROM node:latest' },
  },
] satisfies readonly Fault[];
