import * as brokers from './brokers.ts';
import { consuming, publishing } from './events.ts';
import { mutations } from './mutation.ts';

mutations({
  'publish to Kafka': publishing(brokers.kafkajs),
  'consume from Kafka': consuming(brokers.kafkajs),
  'send to a RabbitMQ queue': publishing(brokers.rabbitQueue),
  'consume from a RabbitMQ queue': consuming(brokers.rabbitQueue),
  'publish to a RabbitMQ exchange': publishing(brokers.rabbitExchange),
  'consume from a RabbitMQ exchange': consuming(brokers.rabbitExchange),
  'publish to NATS': publishing(brokers.nats),
  'consume from NATS': consuming(brokers.nats),
  'publish to Redis': publishing(brokers.redisPubSub),
  'consume from Redis': consuming(brokers.redisPubSub),
  'add to a Redis stream': publishing(brokers.redisStreams),
  'read from a Redis stream': consuming(brokers.redisStreams),
  'publish with node-redis': publishing(brokers.nodeRedis),
  'consume with node-redis': consuming(brokers.nodeRedis),
  'add to a BullMQ queue': publishing(brokers.bullmq),
  'work off a BullMQ queue': consuming(brokers.bullmq),
  'send to SQS': publishing(brokers.sqs),
  'receive from SQS': consuming(brokers.sqs),
  'emit with Nest': publishing(brokers.nestKafka),
});
