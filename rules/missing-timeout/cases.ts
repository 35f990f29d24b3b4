import type { Case } from '../../src/lint/kit.ts';
import { files, nest, orders, proxy, url, waits } from './case-workspaces.ts';

export default [
  {
    title: 'a request that waits as long as it takes',
    page: true,
    files: files(orders(`await axios.get(${url});`)),
    findings: waits(),
  },
  {
    title: 'fetch without a signal',
    files: files(orders(`await fetch(${url});`, '')),
    findings: waits(),
  },
  {
    title: 'a client that is told everything but how long',
    files: files(
      orders(
        "await stock.get('/stock/1');",
        "import axios from 'axios';\nconst stock = axios.create({ baseURL: process.env.STOCK_URL });",
      ),
    ),
    findings: waits('services/orders/src/main.js:7'),
  },
  {
    title: 'a timeout that is switched off',
    files: files(orders(`await axios.get(${url}, { timeout: 0 });`)),
    findings: waits(),
  },
  {
    title: 'Nest’s HttpService, whose module says nothing',
    files: nest('HttpModule', `firstValueFrom(this.http.get(${url}))`),
    findings: waits('services/orders/src/orders.controller.ts:15'),
  },
  {
    title: 'a message that is sent and waited for',
    page: true,
    files: nest(proxy, "firstValueFrom(this.stock.send('stock.left', 1))"),
    findings: waits('services/orders/src/orders.controller.ts:15'),
  },
  {
    title: 'a message whose answer is asked for again, but awaited for ever',
    files: nest(proxy, "firstValueFrom(this.stock.send('stock.left', 1).pipe(retry(2)))"),
    findings: waits('services/orders/src/orders.controller.ts:15'),
  },
  {
    title: 'a timeout at the call',
    page: true,
    files: files(orders(`await axios.get(${url}, { timeout: 2000 });`)),
    findings: [],
  },
  {
    title: 'a timeout on the client',
    page: true,
    files: files(
      orders(
        "await stock.get('/stock/1');",
        "import axios from 'axios';\nconst stock = axios.create({ baseURL: process.env.STOCK_URL, timeout: 2 * 1000 });",
      ),
    ),
    findings: [],
  },
  {
    title: 'a timeout in the defaults',
    files: files(orders(`await axios.get(${url});`, "import axios from 'axios';\naxios.defaults.timeout = 2000;")),
    findings: [],
  },
  {
    title: 'a timeout that an interceptor sets',
    files: files(
      orders(
        "await stock.get('/stock/1');",
        "import axios from 'axios';\nconst stock = axios.create({ baseURL: process.env.STOCK_URL });\nstock.interceptors.request.use((config) => {\n  config.timeout = 2000;\n  return config;\n});",
      ),
    ),
    findings: [],
  },
  {
    title: 'a timeout that is set on the options before',
    files: files(
      orders(
        `await ask({ url: ${url} });`,
        "import axios from 'axios';\nasync function ask(options) {\n  options.timeout = limit * 1000;\n  return axios(options);\n}",
      ),
    ),
    findings: [],
  },
  {
    title: 'a proxy that was made with one',
    files: files(
      orders(
        'proxy.web(req, res, { target: process.env.STOCK_URL });',
        "import httpProxy from 'http-proxy';\nconst proxy = httpProxy.createProxyServer({ proxyTimeout: 2000 });",
      ),
      ', "http-proxy": "1.18.0"',
    ),
    findings: [],
  },
  {
    title: 'fetch with a signal',
    files: files(orders(`await fetch(${url}, { signal: AbortSignal.timeout(2000) });`, '')),
    findings: [],
  },
  {
    title: 'a race against a timer',
    files: files(orders(`await Promise.race([fetch(${url}), new Promise((_, no) => setTimeout(no, 2000))]);`, '')),
    findings: [],
  },
  {
    title: 'a client that waits ten seconds by itself',
    files: files(orders(`await ky.get(${url});`, "import ky from 'ky';"), ', "ky": "1.0.0"'),
    findings: [],
  },
  {
    title: 'a policy around the call',
    files: files(
      orders(
        `await policy.execute(() => fetch(${url}));`,
        "import { timeout, TimeoutStrategy } from 'cockatiel';\nconst policy = timeout(2000, TimeoutStrategy.Aggressive);",
      ),
      ', "cockatiel": "3.0.0"',
    ),
    findings: [],
  },
  {
    title: 'Nest’s HttpService, whose module gives a timeout',
    files: nest('HttpModule.register({ timeout: 2000 })', `firstValueFrom(this.http.get(${url}))`),
    findings: [],
  },
  {
    title: 'a message whose answer is waited for two seconds',
    page: true,
    files: nest(proxy, "firstValueFrom(this.stock.send('stock.left', 1).pipe(timeout(2000)))"),
    findings: [],
  },
  {
    title: 'an interceptor that ends every request in time',
    files: {
      ...nest(proxy, "firstValueFrom(this.stock.send('stock.left', 1))"),
      'services/orders/src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { TimeoutInterceptor } from './timeout.interceptor';

NestFactory.create(AppModule).then((app) => app.useGlobalInterceptors(new TimeoutInterceptor()).listen(8080));
`,
      'services/orders/src/timeout.interceptor.ts': `import { Injectable } from '@nestjs/common';
import { timeout } from 'rxjs/operators';

@Injectable()
export class TimeoutInterceptor {
  intercept(context, next) {
    return next.handle().pipe(timeout(5000));
  }
}
`,
    },
    findings: [],
  },
  {
    title: 'a message that nobody waits for',
    files: nest(proxy, "this.stock.emit('stock.left', 1)"),
    findings: [],
  },
  {
    title: 'a health probe',
    files: files(orders('await axios.get(`${process.env.STOCK_URL}/health`);')),
    findings: [],
  },
] satisfies readonly Case[];
