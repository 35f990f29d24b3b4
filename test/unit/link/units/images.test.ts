import { expect, test } from 'vitest';
import { isInfrastructureImage } from '../../../../src/link/units/images.ts';

test.each([
  'postgres:18',
  'eventstore/eventstore',
  'docker.kurrent.io/kurrent-latest/kurrentdb:25.0',
  'eclipse-mosquitto:2',
  'confluentinc/cp-schema-registry:8.0.0',
  'confluentinc/cp-zookeeper',
  'roribio16/alpine-sqs',
  'portainer/portainer-ce',
  'daprio/daprd:1.16.0',
])('%s is run, not written', (image) => {
  expect(isInfrastructureImage(image)).toBe(true);
});

test.each(['shop/orders:1', 'shop/events-store', 'registry.example/shop/placement'])('%s may be one’s own', (image) => {
  expect(isInfrastructureImage(image)).toBe(false);
});
