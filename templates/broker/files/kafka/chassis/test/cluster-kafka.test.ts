import { clusterSuite } from '../src/testing/cluster-suite.ts';
import { missingKafka } from '../src/testing/kafka.ts';
import { startKafkaCluster } from '../src/testing/kafka-cluster.ts';

clusterSuite('kafka', startKafkaCluster, { missing: missingKafka(), caughtUpWithin: 60 });
