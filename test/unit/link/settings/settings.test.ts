import { describe, expect, it } from 'vitest';
import { edgesIn, folder, image, said, type Tree } from '../units/workspace.ts';

const dotnet = 'FROM mcr.microsoft.com/dotnet/aspnet\nCOPY . .\nENTRYPOINT ["dotnet", "x.dll"]\n';
const java = 'FROM openjdk\nCOPY target/x.jar .\nCMD ["java", "-jar", "x.jar"]\n';
const built = (names: readonly string[], dockerfile: string): Tree => ({
  ...Object.fromEntries(names.map((name) => [`${name}/Dockerfile`, dockerfile])),
  'compose.yaml': `services:\n${names.map((name) => `  ${name.toLowerCase()}: { build: ${name} }\n`).join('')}`,
});

describe('settings of .NET', () => {
  const files = {
    ...built(['Web', 'Orders', 'Billing', 'Audit', 'Identity'], dotnet),
    'Web/wwwroot/js/site.js': 'fetch("/x")',
    'Web/appsettings.json':
      '\uFEFF{ "Services": { "OrdersApi": "http://localhost:1" }, "AllowedOrigins": "http://billing" }',
    'Web/appsettings.Production.json': `{
      // where the others are
      "Services": { "OrdersApi": "http://orders:80", "Billing": "billing:5000" },
      "Serilog": { "WriteTo": [{ "Args": { "serverUrl": "http://audit:5341" } }] },
      "Spa": { "MvcClient": "http://identity" }
    }`,
    'Orders/appsettings.json': '{ "RabbitMQPublisher": { "Host": "rabbit", "Exchange": "shop" } }',
    'Billing/appsettings.json': '{ "RabbitMQHandler": { "Host": "rabbit", "Exchange": "shop", "Queue": "billing" } }',
    'Audit/appsettings.json': '{ "RabbitMQHandler": { "Host": "rabbit", "Exchange": "other", "Queue": "audit" } }',
  };
  it('names services and exchanges', () => {
    expect(edgesIn(files)).toEqual([
      'Orders > Billing async rabbitmq shop',
      'Web > Billing sync tcp Services.Billing',
      'Web > Orders sync http Services.OrdersApi',
    ]);
  });
  it('hands addresses over in the environment although scripts for the browser lie there', () => {
    const compose =
      'services:\n  web: { build: Web, environment: { Urls__Identity: "http://identity.grpc:80" } }\n  identity.grpc: { build: Identity }\n';
    expect(edgesIn({ ...files, 'compose.yaml': compose })).toContain('Web > Identity sync http Urls__Identity');
  });
  it('routes with Ocelot and YARP', () => {
    const gateways = {
      ...built(['Gate', 'Edge', 'Orders'], dotnet),
      'Gate/ocelot.json': `{ "Routes": [{ "DownstreamPathTemplate": "/api/{all}", "DownstreamScheme": "http",
        "DownstreamHostAndPorts": [{ "Host": "orders", "Port": 80 }], "UpstreamPathTemplate": "/orders/{all}" }] }`,
      'Edge/appsettings.json': `{ "ReverseProxy": { "Routes": { "o": { "ClusterId": "c", "Match": { "Path": "/o/{**x}" } } },
        "Clusters": { "c": { "Destinations": { "d": { "Address": "http://orders:80/" } } } } } }`,
    };
    expect(edgesIn(gateways)).toEqual([
      'Edge > Orders sync http ANY /o/{**x}',
      'Gate > Orders sync http ANY /orders/{all}',
    ]);
  });
});

describe('settings of Spring', () => {
  const names = ['config', 'gateway', 'orders-service', 'billing-service', 'auth-service', 'mail'];
  it('come from a configuration server too', () => {
    const shared = 'config/src/main/resources/shared';
    const files = {
      ...built(names, java),
      'config/src/main/resources/application.yml': 'spring:\n  profiles: { active: native }\n',
      [`${shared}/application.yml`]:
        'security: { oauth2: { resource: { user-info-uri: "http://auth-service:5000/me" } } }\nspring: { rabbitmq: { host: rabbitmq } }\neureka: { client: { serviceUrl: { defaultZone: "http://registry:8761/eureka" } } }\n',
      [`${shared}/orders-service.yml`]:
        'spring: { application: { name: x } }\nsecurity:\n  oauth2:\n    client:\n      accessTokenUri: http://auth-service:5000/uaa/oauth/token\n',
      [`${shared}/gateway.yml`]:
        'zuul:\n  routes:\n    auth:\n      path: /uaa/**\n      url: http://auth-service:5000\n    orders-service: /orders/**\n    billing: { path: /bills/**, serviceId: billing-service }\n',
    };
    expect(edgesIn(files)).toEqual([
      'gateway > auth-service sync http ANY /uaa/**',
      'gateway > billing-service sync http ANY /bills/**',
      'gateway > orders-service sync http ANY /orders/**',
      'orders-service > auth-service sync http security.oauth2.client.accessTokenUri',
    ]);
  });
  it('in properties, with routes, streams and the name in the registry', () => {
    const files = {
      ...built(names, java),
      'orders-service/src/main/resources/application.properties':
        'spring.application.name=shop-orders\n# a comment\nbilling.url=http://billing-service:8080\nspring.cloud.config.uri=http://config:8888\nspring.cloud.stream.bindings.placed-out-0.destination=orders\n',
      'orders-service/src/test/resources/application.properties': 'mail.url=http://mail:8080\n',
      'mail/src/main/resources/application.yml':
        'spring:\n  application: { name: mail }\n  cloud: { stream: { bindings: { placed-in-0: { destination: orders, group: mail } } } }\n',
      'gateway/src/main/resources/application.yml':
        'spring:\n  cloud:\n    gateway:\n      routes:\n        - id: o\n          uri: lb://shop-orders\n          predicates:\n            - Path=/orders/**\n',
    };
    expect(edgesIn(files)).toEqual([
      'gateway > orders-service sync http ANY /orders/**',
      'orders-service > billing-service sync http billing.url',
      'orders-service > mail async stream orders',
    ]);
  });
});

describe('applications of Spring', () => {
  it('are services without a Dockerfile, under the name of their image', () => {
    const app = (name: string, more = '') => ({
      [`shop-${name}/src/main/resources/application.yml`]: `spring: { application: { name: ${name} } }\n${more}`,
    });
    const files = {
      ...app('orders'),
      ...app('web', 'orders: { url: "http://orders:8081" }\n'),
      'shop-common/src/main/resources/messages.properties': 'a=b\n',
      'compose.yaml': 'services:\n  orders: { image: acme/shop-orders }\n  web: { image: acme/shop-web }\n',
    };
    expect(edgesIn(files)).toEqual(['shop-web > shop-orders sync http orders.url']);
  });
});

describe('code of other languages', () => {
  it('gives defaults to variables that nobody sets', () => {
    const files = {
      ...built(['payment', 'ratings', 'cart', 'user', 'shipping'], 'FROM python\nCOPY . .\nCMD python x.py\n'),
      'payment/payment.py':
        "CART = os.getenv('CART_HOST', 'cart')\nUSER = os.environ.get('USER_URL', 'http://user:8080')\nX = os.getenv('DB_HOST', 'localhost')\n",
      'payment/tests/test_payment.py': "os.getenv('SHIPPING_HOST', 'shipping')\n",
      'ratings/src/Kernel.php': "$c->set('url', getenv('CART_URL') ?: 'http://cart:8080');\n",
      'cart/main.go': 'addr := getEnv("USER_ADDR", "user:50051")\nmode := getEnv("MODE", "fast")\n',
      'shipping/src/main/java/Client.java':
        '@FeignClient(name = "user")\ninterface U {}\n@FeignClient(name = "rates", url = "https://rates.example.com")\ninterface R {}\n',
    };
    expect(edgesIn(files)).toEqual([
      'cart > user sync tcp USER_ADDR',
      'payment > cart sync http CART_HOST',
      'payment > user sync http USER_URL',
      'ratings > cart sync http CART_URL',
      'shipping > user sync http FeignClient user',
    ]);
  });
  it('asks for some of the variables of a file that many share', () => {
    const files = {
      ...built(['frontend', 'ledger', 'balances', 'contacts'], 'FROM python\nCOPY . .\nCMD python x.py\n'),
      'frontend/frontend.py': "os.environ.get('CONTACTS_ADDR')\nos.environ['BALANCES_ADDR']\n",
      'frontend/static/scripts/app.js': 'document.title = "x";\n',
      'ledger/src/main/java/Ledger.java':
        'class Ledger { Ledger(@Value("http://${BALANCES_ADDR}/x") String url) {} }\n',
      'shared.env': 'CONTACTS_ADDR=contacts:8080\nBALANCES_ADDR=balances:8080\n',
      'compose.yaml':
        'services:\n  frontend: { build: frontend, env_file: shared.env }\n  ledger: { build: ledger, env_file: shared.env }\n  balances: { build: balances }\n  contacts: { build: contacts, environment: { LEDGER: "http://ledger:80" } }\n  db: { build: db }\n',
      'db/Dockerfile': 'FROM acme/mysql-8\nCOPY x.sh /docker-entrypoint-initdb.d/\n',
    };
    expect(edgesIn(files)).toEqual([
      'contacts > ledger sync http LEDGER',
      'frontend > balances sync tcp BALANCES_ADDR',
      'frontend > contacts sync tcp CONTACTS_ADDR',
      'ledger > balances sync tcp BALANCES_ADDR',
    ]);
    expect(said(files).map((line) => line.split(' ')[0])).toEqual(['balances', 'contacts', 'frontend', 'ledger']);
  });
  it('is not what a TypeScript service is told: there the code decides', () => {
    const files = {
      ...folder('orders'),
      ...folder('pay'),
      'orders/Dockerfile': image,
      'pay/Dockerfile': image,
      'compose.yaml':
        'services:\n  orders: { build: orders, environment: { PAY_URL: "http://pay:3000" } }\n  pay: { build: pay }\n',
    };
    expect(edgesIn(files)).toEqual([]);
  });
});
