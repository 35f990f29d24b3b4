import * as brokers from './brokers.ts';
import { consuming, publishing } from './events.ts';
import { mutations } from './mutation.ts';
import * as queues from './queues.ts';

mutations({
  'publish to Kafka': publishing(brokers.kafkajs),
  'consume from Kafka': consuming(brokers.kafkajs),
  'send to a RabbitMQ queue': publishing(brokers.rabbitQueue),
  'consume from a RabbitMQ queue': consuming(brokers.rabbitQueue),
  'publish to a RabbitMQ exchange': publishing(brokers.rabbitExchange),
  'consume from a RabbitMQ exchange': consuming(brokers.rabbitExchange),
  'publish to NATS': publishing(brokers.nats),
  'consume from NATS': consuming(brokers.nats),
  'publish to Redis': publishing(queues.redisPubSub),
  'consume from Redis': consuming(queues.redisPubSub),
  'add to a Redis stream': publishing(queues.redisStreams),
  'read from a Redis stream': consuming(queues.redisStreams),
  'publish with node-redis': publishing(queues.nodeRedis),
  'consume with node-redis': consuming(queues.nodeRedis),
  'add to a BullMQ queue': publishing(queues.bullmq),
  'work off a BullMQ queue': consuming(queues.bullmq),
  'send to SQS': publishing(queues.sqs),
  'receive from SQS': consuming(queues.sqs),
  'publish to JetStream': publishing(brokers.jetStream),
  'publish with the client of Confluent': publishing(brokers.confluent),
  'consume with the client of Confluent': consuming(brokers.confluent),
  'publish over MQTT': publishing(brokers.mqtt),
  'consume over MQTT': consuming(brokers.mqtt),
  'add to a Bull queue': publishing(queues.bull),
  'work off a Bull queue': consuming(queues.bull),
  'emit with Nest': publishing(brokers.nestKafka),
});
