/** Libraries and agents that pass an id along once they are started. */
export const traces =
  /^(?:@opentelemetry\/(?:sdk-[\w-]+|auto-instrumentations-[\w-]+|instrumentation[\w-]*|core|propagator-[\w-]+|node)|dd-trace|newrelic|elastic-apm-(?:node|node-opentracing)|@elastic\/opentelemetry-node|@sentry\/(?:node|nestjs|opentelemetry[\w-]*|serverless|bun)|applicationinsights|@azure\/monitor-opentelemetry[\w-]*|@google-cloud\/(?:trace-agent|opentelemetry-[\w-]+)|aws-xray-sdk[\w-]*|@aws-lambda-powertools\/tracer|jaeger-client|opentracing|zipkin[\w-]*|@instana\/[\w-]+|appdynamics|@dynatrace\/[\w-]+|@splunk\/otel|@honeycombio\/[\w-]+|lightstep-tracer|@vercel\/otel|skywalking-backend-js|nestjs-otel|@amplication\/opentelemetry-nestjs|@metinseylan\/nestjs-opentelemetry|nestjs-ddtrace|@mikro-orm\/opentelemetry|@hyperdx\/[\w-]+|@pyroscope\/[\w-]+|@logtail\/[\w-]+|moleculer(?:-[\w-]+)?|encore\.dev|nestjs-cls|cls-rtracer|express-request-id|express-correlation-id|@fastify\/request-context|correlation-id|nestjs-asyncstorage)(?:\/|$)/;

/** Modules that are loaded before the program, by what people call them. */
export const addsTracing =
  /opentelemetry|otel|telemetry|trac(?:e|ing|er)|instrument|apm|newrelic|dd-trace|datadog|sentry|dynatrace|appdynamics|instana/i;
