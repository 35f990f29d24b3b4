import { requestSuite } from '../src/testing/request-suite.ts';

requestSuite('postgres', async (harness) => ({ url: await harness.createDatabase('broker') }));
