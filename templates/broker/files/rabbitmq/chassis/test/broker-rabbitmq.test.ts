import { brokerSuite } from '../src/testing/broker-suite.ts';
import { missingRabbitmq, startRabbitmq } from '../src/testing/rabbitmq.ts';

brokerSuite('rabbitmq', startRabbitmq, { missing: missingRabbitmq(), tookOverWithin: 30 });
