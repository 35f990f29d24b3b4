import type { Mark, MarksFact } from '../model/fact/marks.ts';
import { defineReader, nameOf } from './reader.ts';

const isBuildFile = (path: string): boolean => /^pom\.xml$|\.gradle(?:\.kts)?$|\.csproj$/.test(nameOf(path));

/** Code of other languages and what it is built with: whether it speaks of health checks. */
export const marksReader = defineReader({
  id: 'marks',
  version: 1,
  takes: (path) =>
    isBuildFile(path) || (/\.(?:py|php|go|java|kt|rb|cs|ex|exs|rs|scala)$/.test(path) && !isOfTests(path)),
  read: ({ file, text }) => ({
    facts: marksFact([...(isBuildFile(file) ? [] : ['foreign-code' as const]), ...healthIn(text)]),
    unreadable: [],
  }),
});

const isOfTests = (path: string): boolean => /(?:^|[._-])tests?(?:[._-]|$)/i.test(nameOf(path).replace(/\.\w+$/, ''));

/** What a module of TypeScript or JavaScript speaks of. */
export const marksIn = (text: string): readonly MarksFact[] =>
  marksFact([
    ...(healthIn(text).length > 0 ? healthIn(text.replace(importPath, '')) : []),
    ...(text.includes('SIGTERM') ? (['sigterm'] as const) : []),
    ...(correlation.test(text) ? (['correlation'] as const) : []),
  ]);

const marksFact = (marks: readonly Mark[]): readonly MarksFact[] =>
  marks.length > 0 ? [{ kind: 'marks', marks }] : [];

const healthIn = (text: string): readonly Mark[] =>
  healthPath.test(text) || healthLibrary.test(text) ? ['health'] : [];

/** A module that is called after what it does says nothing by being imported. */
const importPath = /\b(?:from|require|import)\s{0,5}\(?\s{0,5}["'][^"'\n]{1,300}["']/g;

/** `/health`, `"healthz"`, `/api/ready`: a path, or the last part of one, as it ends a quoted text. */
const healthPath =
  /["'`/](?:_|-)?health(?:z|s|[-_]?check|[-_]?status|[-_]?live|[-_]?ready)?\/?["'`?]|["'`]\/_?(?:livez?|liveness|readyz?|readiness|hc|ping|heartbeat|alive|status)\/?["'`?]/i;
const healthLibrary =
  /grpc[._-]?health|health[._/-]?v1|HealthServer\b|HealthImplBase|HealthServicer|MapHealthChecks|AddHealthChecks|UseHealthChecks|HealthIndicator|spring-boot-(?:starter-)?actuator|spring-cloud-starter-netflix-(?:zuul|eureka-server)|smallrye-health|micronaut-management|\bhealth_?checks?\b/i;

const correlation =
  /\btrace-?parent\b|\bcorrelation[-_]?id|\bx-request-id|\brequest[-_]?id\b|\bx-b3-|\btrace[-_]?id\b|\bx-cloud-trace-context\b|\bx-amzn-trace-id\b/i;
