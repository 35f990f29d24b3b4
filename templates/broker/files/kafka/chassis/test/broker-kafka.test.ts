import { brokerSuite } from '../src/testing/broker-suite.ts';
import { missingKafka, startKafka } from '../src/testing/kafka.ts';

brokerSuite('kafka', startKafka, { missing: missingKafka(), tookOverWithin: 60 });
