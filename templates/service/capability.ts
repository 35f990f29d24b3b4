import { defineCapability, mistakeInEvent, mistakeInName, type Known } from '../../src/scaffold/kit.ts';
import { brokerChoices, brokerKinds } from '../broker/kinds.ts';
import { brokerChanges } from '../broker/plan.ts';
import { clientChanges } from '../client/changes.ts';
import { callMistakes, eventMistakes, othersEvents } from './contracts.ts';
import { aggregateOf, mistakeInAggregate } from './aggregate.ts';
import { serviceView } from './names.ts';
import { eventsIn, withMistakes } from './with.ts';

export default defineCapability({
  id: 'service',
  verb: 'new',
  summary: 'a bounded context and the service that runs it',
  needs: [],
  examples: [
    'msvc new service orders --publishes OrderPlaced,OrderCancelled --owner team-checkout --subdomain core',
    'msvc new service payments --consumes orders.v1.OrderPlaced',
    'msvc new service orders --broker nats',
    'msvc new service billing --yes --dry-run',
  ],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What is the context called?',
      help: 'name of the service and its context, as in orders or customer-accounts',
      placeholder: 'orders',
      mistakes: (name) => [mistakeInName(name) ?? []].flat(),
      mistakesTyped: (name, { workspace }) =>
        workspace.services.some((each) => each.name === name) ? [`there is already a service "${name}"`] : [],
    },
    subdomain: {
      kind: 'choice',
      ask: 'What is it to the business?',
      help: 'what it is to the business: core, supporting or generic',
      choices: () => [{ value: 'core' }, { value: 'supporting' }, { value: 'generic', note: 'consider buying it' }],
      default: () => 'supporting',
    },
    owner: {
      kind: 'text',
      ask: 'Who owns it?',
      help: 'the team that owns it',
      default: ({ answers }) => `team-${String(answers['name'])}`,
      mistakes: (owner) => (/^[\w@./ -]{1,80}$/.test(owner) ? [] : ['letters, digits, spaces and @ . / - only']),
    },
    publishes: {
      kind: 'list',
      ask: 'What does it tell the others?',
      help: 'events it publishes, as in OrderPlaced,OrderCancelled',
      placeholder: 'OrderPlaced, OrderCancelled',
      default: (known) => [`${aggregateOf(contextOf(known))}Created`],
      mistakes: publishMistakes,
    },
    consumes: {
      kind: 'list',
      ask: 'What does it listen to?',
      help: 'events of other contexts, as in payments.v1.PaymentCaptured',
      choices: (known) => othersEvents(known).map((value) => ({ value, note: 'found in contracts/' })),
      default: () => [],
      mistakes: (events, known) => eventMistakes(events, known, contextOf(known)),
    },
    calls: {
      kind: 'list',
      ask: 'Whom does it call and wait for?',
      help: 'contexts it calls and waits for; none is best',
      choices: ({ workspace, answers }) =>
        workspace.contexts.filter((each) => each !== contextOf({ answers })).map((value) => ({ value })),
      default: () => [],
      mistakes: (contexts, known) => callMistakes(contexts, known, contextOf(known)),
    },
    context: {
      kind: 'text',
      detail: true,
      ask: 'Is the context called otherwise than the service?',
      help: 'name of the context (default: that of the service)',
      default: ({ answers }) => String(answers['name']),
      mistakes: (name, known) => [mistakeInName(name) ?? takenBy(name, known) ?? []].flat(),
    },
    aggregate: {
      kind: 'text',
      detail: true,
      ask: 'What is one of its things called?',
      help: 'its aggregate, as in Order (default: the singular of the context)',
      default: (known) => aggregateOf(contextOf(known)),
      mistakes: mistakeInAggregate,
    },
    inboxRetention: {
      kind: 'number',
      detail: true,
      ask: 'For how many hours does it remember which messages it has had?',
      help: 'hours for which a message delivered again has no second effect: 168',
      default: () => 168,
      mistakes: (hours) => (hours > 0 && hours <= 87_600 ? [] : ['a number of hours, from 1 to 87600']),
    },
    with: {
      kind: 'list',
      detail: true,
      ask: 'What else shall it have?',
      help: 'capabilities besides, as in consumer:from=payments.v1.PaymentCaptured',
      choices: () => [],
      default: () => [],
      mistakes: (wishes, known) => withMistakes(wishes, known, contextOf(known)),
    },
    broker: {
      kind: 'choice',
      detail: true,
      ask: 'Which broker carries its events?',
      help: 'broker of the first service, and so of the workspace: postgres, kafka, rabbitmq or nats',
      choices: brokerChoices,
      default: ({ workspace }) => workspace.broker ?? 'postgres',
      mistakes: (broker, { workspace, answers }) => {
        const others = workspace.services.filter(({ name }) => name !== answers['name']);
        const current = workspace.broker ?? 'postgres';
        const isKnown = brokerKinds.some(({ id }) => id === broker);
        return others.length === 0 || broker === current || !isKnown
          ? []
          : [`the others have their events carried by ${current}; for all of them: msvc add broker ${broker}`];
      },
    },
  },
  *plan({ answers, workspace, service, render, files }) {
    const view = viewOf({ answers, workspace, service, files });
    yield* render.folder('files', view, '.');
    const isFirst = workspace.services.every(({ name }) => name === service.name);
    if (isFirst && answers.broker !== 'postgres')
      yield* brokerChanges(answers.broker, { workspace: { ...workspace, services: [] }, render, files }, '../broker');
    yield {
      kind: 'merge-yaml',
      path: 'msvc.yaml',
      fragment: render.file('fragments/msvc.yaml.hbs', { ...view, owner: yamlOf(view.owner) }),
    };
    yield {
      kind: 'merge-yaml',
      path: 'compose.yaml',
      fragment: render.file('fragments/compose.yaml.hbs', view),
      ifAbsent: 'skip',
    };
    yield {
      kind: 'merge-yaml',
      path: 'platform/kubernetes/base/kustomization.yaml',
      fragment: render.file('fragments/kubernetes.yaml.hbs', view),
      ifAbsent: 'skip',
    };
    yield {
      kind: 'merge-yaml',
      path: '.github/workflows/ci.yaml',
      fragment: render.file('fragments/ci.yaml.hbs', view),
      ifAbsent: 'skip',
    };
    const { aggregate, useCase } = view;
    const site = { get: `get${aggregate.pascal}`, variable: aggregate.camel, make: useCase.camel };
    for (const callee of view.calls) yield* clientChanges({ workspace, service, render }, callee, site);
  },
  nextSteps: ({ answers, workspace, service }) => {
    const { useCase } = viewOf({ answers, workspace, service });
    return ['npm install', 'msvc dev', `open ${service.path}/application/${useCase.kebab}.ts`];
  },
});

const viewOf: typeof serviceView = ({ answers, ...rest }) =>
  serviceView({
    ...rest,
    answers: { ...answers, consumes: [...new Set([...answers.consumes, ...eventsIn(answers.with)])] },
  });

const contextOf = ({ answers }: Pick<Known, 'answers'>): string => String(answers['context'] ?? answers['name'] ?? '');

/** `@acme/payments` and `yes` need quotes in YAML, `team-checkout` does not. */
const yamlOf = (text: string): string =>
  /^[A-Za-z][\w./-]*( [\w./-]+)*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : `'${text}'`;

function takenBy(context: string, { workspace, answers }: Known): string | undefined {
  const host = workspace.services.find(({ contexts }) => contexts.includes(context));
  return host && host.name !== answers['name'] ? `the service "${host.name}" has that context` : undefined;
}

function publishMistakes(events: readonly string[]): readonly string[] {
  if (events.length === 0) return ['a context tells the others at least one thing, as in OrderPlaced'];
  return events.flatMap((event) => {
    const mistake = mistakeInEvent(event);
    return mistake === undefined ? [] : [`"${event}": ${mistake}`];
  });
}
