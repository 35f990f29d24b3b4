import { brokerSuite } from '../src/testing/broker-suite.ts';
import { missingNats, startNats } from '../src/testing/nats.ts';

brokerSuite('nats', startNats, { missing: missingNats(), tookOverWithin: 30 });
