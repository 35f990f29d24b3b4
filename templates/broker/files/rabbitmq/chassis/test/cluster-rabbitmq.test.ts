import { clusterSuite } from '../src/testing/cluster-suite.ts';
import { missingRabbitmq } from '../src/testing/rabbitmq.ts';
import { startRabbitmqCluster } from '../src/testing/rabbitmq-cluster.ts';

clusterSuite('rabbitmq', startRabbitmqCluster, { missing: missingRabbitmq(), caughtUpWithin: 30 });
