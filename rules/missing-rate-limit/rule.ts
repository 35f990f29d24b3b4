import { behindOf, defineRule, gatewaysOf, listOf } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';

export default defineRule({
  id: 'missing-rate-limit',
  group: 'running',
  tier: 'local-absence',
  summary: 'The way in from outside takes so many calls a caller, and no more.',
  why: 'One client in a loop, a scraper or a list of stolen passwords is enough to use up what all users share. Without a limit at the gateway every service behind it gets the whole of the flood.',
  decided:
    'For each gateway of the workspace that has routes, a limit is looked for in its code (express-rate-limit, @nestjs/throttler, @fastify/rate-limit, koa-ratelimit, a function of its own that is called so), in the configuration of nginx, Envoy, Kong, Traefik, KrakenD, HAProxy or Caddy, and in the annotations of an Ingress.',
  notReported: [
    'gateways behind another gateway of the workspace: the outer one is asked',
    'limits of an Ingress or of a gateway that is not deployed here: they may stand in front of any',
    'services that are no gateways',
    'what a content delivery network or a firewall outside the repository does cannot be seen',
  ],
  remedy: 'Limit calls by token or address at the gateway, and answer 429 with Retry-After above that',
  sources: [
    'OWASP API Security Top 10 2023, API4: Unrestricted Resource Consumption',
    'Newman, Building Microservices, 2nd edition, chapter 12: Resiliency, Load shedding',
    'RFC 6585: Additional HTTP Status Codes, 429 Too Many Requests',
  ],
  looksAt: 'gateway',
  wrong:
    'A limit of a content delivery network, a load balancer or a firewall in front of the gateway cannot be seen: accept it with a reason.',
  messages: {
    unlimited: ({ gateway, count }: { gateway: string; count: number }) =>
      `${gateway} takes calls without a limit, for ${count === 1 ? 'one service' : `${count} services`} behind it`,
  },
  *check(model, say) {
    const gateways = gatewaysOf(model);
    for (const gateway of model.services.filter(({ name }) => gateways.has(name))) {
      if (isInner(model, gateway.name) || isLimited(model, gateway.name)) continue;
      // What it lets through to another gateway may meet a limit one door further.
      const targets = [...(behindOf(model).get(gateway.name) ?? [])].filter(
        (name) => !gateways.has(name) || !isLimited(model, name),
      );
      if (targets.length === 0) continue;
      const [place] = gateway.evidence;
      yield say(
        'unlimited',
        { gateway: gateway.name, count: targets.length },
        {
          at: place,
          related: model.exposure
            .filter(({ service }) => service === gateway.name)
            .slice(0, 3)
            .map((one) => ({ ...one.evidence, label: one.how, note: one.what })),
          services: [gateway.name, ...targets],
          subject: [gateway.name],
          detail: `Behind it: ${listOf(targets.length > 5 ? [...targets.slice(0, 4), `${targets.length - 4} more`] : targets)}.`,
          proof: [
            { about: 'gateway', text: gateway.name, at: place },
            { about: 'in code', text: 'no rate limiter is imported, and nothing is called so' },
            { about: 'configured', text: 'no limit in the gateways and Ingresses that are read here' },
            { about: 'verdict', text: 'violated' },
          ],
        },
      );
    }
  },
});

/** Another gateway forwards to it. */
const isInner = (model: Model, name: string): boolean =>
  [...gatewaysOf(model)].some((other) => other !== name && behindOf(model).get(other)?.has(name) === true);

const isLimited = (model: Model, name: string): boolean =>
  model.traffic.throttles.some(({ service }) => service === undefined || service === name);
