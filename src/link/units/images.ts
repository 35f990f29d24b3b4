import type { DockerfileFact, DockerStage } from '../../model/fact/dockerfile.ts';

/** Software that is run, not written: its images are no services of the workspace. Matched against the name without registry and tag. */
const infrastructure =
  /^(?:postgres(?:ql)?|postgis|timescaledb?|pgvector|pgbouncer|pg-?admin\d*|mysql(?:-server)?|mariadb|percona.*|mongo(?:db)?(?:-.*)?|mongo-express|redis(?:-.*)?|redislabs|redisinsight|valkey|keydb|dragonfly|memcached|rabbitmq(?:-.*)?|lavinmq|(?:cp-)?kafka(?:-.*)?|zookeeper|redpanda|console|(?:cp-)?schema-registry|cp-zookeeper|kcat|akhq|kafdrop|kowl|nats(?:-.*)?|jetstream|pulsar|activemq.*|artemis|(?:eclipse-)?mosquitto|emqx|elasticmq|alpine-sqs|localstack|minio|mc|azurite|elasticsearch|opensearch(?:-.*)?|kibana|logstash|fluentd?|fluent-bit|vector|filebeat|metricbeat|graylog|seq|loki|promtail|tempo|mimir|grafana(?:-.*)?|prometheus|alertmanager|pushgateway|node-exporter|cadvisor|.*[_-]exporter|jaeger(?:-.*)?|all-in-one|zipkin(?:-.*)?|opentelemetry-collector(?:-.*)?|otel(?:-.*)?|otelcol.*|aspire-dashboard|traefik|envoy|haproxy|kong|apisix|caddy|httpd|consul|vault|etcd|eureka|keycloak|hydra|kratos|ory|authelia|dex|oauth2-proxy|adminer|phpmyadmin|mailhog|maildev|mailpit|mailcatcher|smtp4dev|greenmail|mailslurper|inbucket|portainer(?:-ce|-ee)?|watchtower|dozzle|sonarqube|jenkins|selenium|chrome|temporal(?:-.*)?|auto-setup|ui|debezium|server|connect|connector|eventstore(?:db)?|kurrentdb|db2|daprd?|cassandra|scylla|couchdb|couchbase|neo4j|arangodb|dynamodb-local|cockroach|yugabyte|clickhouse(?:-server)?|influxdb|questdb|surrealdb|dgraph|server-linux|mssql|azure-sql-edge|oracle.*|sqlpad|metabase|superset|hasura|graphql-engine|postgrest|supabase|meilisearch|typesense|solr|qdrant|weaviate|milvus|chroma|typedb|ollama|busybox|pause|curl|wait-for-it|dockerize|registry|unleash.*|flagsmith|wiremock|mockserver|prism|swagger-ui|swagger-editor|rundeck|nginx-proxy|certbot|acme-companion|stripe-cli|stripe-mock|ngrok|cloudflared|pgweb|dbgate|bull-board|bullmq-dashboard|asynqmon|flower)$/;
/** Images of which the last two words of the path must be looked at, since the last alone says nothing. */
const vague = new Set([
  'server',
  'connect',
  'connector',
  'ui',
  'console',
  'mc',
  'all-in-one',
  'registry',
  'chrome',
  'curl',
  'vector',
  'seq',
]);
const vendors =
  /(?:debezium|kafka|redpanda|temporal|minio|jaeger|unleash|mssql|microsoft|azure|datalust|timberio|provectus|quay\.io|confluent|nats|rabbitmq|elastic|dpage|influx|curlimages|zenko|kafbat)/;

/** The name of an image without registry, owner, tag and digest. */
export const imageNameOf = (image: string): string => {
  const path = image.replace(/@.*$/, '').split('/').at(-1) ?? '';
  return path.replace(/:.*$/, '').toLowerCase();
};

export function isInfrastructureImage(image: string): boolean {
  const name = imageNameOf(image);
  if (vague.has(name)) return vendors.test(image.toLowerCase()) || !image.includes('/');
  return infrastructure.test(name);
}

/** The stage that is run (`target`, else the last), with what it stands on where that is a stage of the same file. */
export function stagesRun(fact: DockerfileFact, target?: string): readonly DockerStage[] {
  const named = (name: string) => fact.stages.find((stage) => stage.name?.toLowerCase() === name.toLowerCase());
  const chain: DockerStage[] = [];
  let stage = (target === undefined ? undefined : named(target)) ?? fact.stages.at(-1);
  while (stage && !chain.includes(stage)) {
    chain.push(stage);
    stage = named(stage.from);
  }
  return chain;
}

/** The image that the run stage stands on in the end. */
export const baseImageOf = (fact: DockerfileFact, target?: string): string =>
  stagesRun(fact, target).at(-1)?.from ?? '';

/** An image that brings a language or a bare system, and no server of its own. */
export const isLanguageImage = (image: string): boolean =>
  /^(?:node|bun|deno|golang|go|python|ruby|rust|openjdk|eclipse-temurin|amazoncorretto|jdk|jre|alpine|debian|ubuntu|fedora|centos|scratch|busybox)$/.test(
    imageNameOf(image),
  );

/** What an image stands on, where that is software of others: a bare system brings none, whatever is put into it. */
export const isSoftware = (base: string): boolean => isInfrastructureImage(base) && !isLanguageImage(base);

export const isServerOfStatics = (image: string): boolean =>
  /^(?:nginx(?:-.*)?|openresty|caddy|httpd|apache|static-web-server|lighttpd)$/.test(imageNameOf(image));

/** An image that brings a database its first rows: all it takes goes where databases look for them. */
export const isSeededDatabase = ({ stages }: DockerfileFact): boolean => {
  const targets = stages.flatMap(({ copies }) => copies.map(({ to }) => to));
  return targets.length > 0 && targets.every((to) => to.startsWith('/docker-entrypoint-initdb.d'));
};

/** What the image starts: the nearest ENTRYPOINT and CMD along the stages. */
export function startOf(fact: DockerfileFact, target?: string): readonly string[] {
  const stages = stagesRun(fact, target);
  const entrypoint = stages.find((stage) => stage.entrypoint)?.entrypoint ?? [];
  const command = stages.find((stage) => stage.command)?.command ?? [];
  return [...entrypoint, ...command];
}

/** A file that sets software up, or tells it what to trust. */
export const isSetting = (path: string): boolean =>
  /(?:^\.\.\/|\.(?:conf|cfg|cnf|ini|sql|sh|json|ya?ml|toml|properties|xml|crt|cer|pem|key|txt|md|repo)$)/.test(path);

/** Whether an image takes settings and nothing else: then it is what its base brings. */
export function isOnlySetUp(fact: DockerfileFact, target?: string): boolean {
  const copies = stagesRun(fact, target).flatMap((stage) => stage.copies);
  return copies.length > 0 && copies.every(({ from, sources }) => from === undefined && sources.every(isSetting));
}
