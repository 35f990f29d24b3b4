import { describe, expect, test } from 'vitest';
import { collectAnswers } from '../../../src/cli/prompts/collect.ts';
import type { Offer, Prompter } from '../../../src/cli/prompts/prompter.ts';
import { capabilities } from '../../../src/cli/templates.ts';
import { flagOf, mistakesIn, sameAgain } from '../../../src/scaffold/answers.ts';
import type { Answer, Questions, Workspace } from '../../../src/scaffold/kit.ts';

const workspace: Workspace = {
  name: 'shop',
  scope: '@shop',
  services: [{ name: 'payments', path: 'services/payments', contexts: ['payments'], number: 1 }],
  contexts: ['payments'],
  events: ['payments.v1.PaymentCaptured', 'payments.v1.PaymentFailed'],
  msvc: '^1.0.0',
};
const questionsOf = (id: string): Questions => capabilities.find((each) => each.id === id)?.questions ?? {};
const service = questionsOf('service');

/** Answers from a list, and remembers what it was asked and offered. */
function scripted(
  answers: readonly Answer[],
): Prompter & { asked: string[]; offers: (readonly Offer[])[]; refused: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const offers: (readonly Offer[])[] = [];
  const refused: string[] = [];
  const next = (ask: string): Answer => {
    asked.push(ask);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`nobody answers "${ask}"`);
    return answer;
  };
  return {
    asked,
    offers,
    refused,
    confirm: async ({ ask }) => next(ask) === true,
    text: async ({ ask }, check) => {
      for (;;) {
        const typed = String(next(ask));
        const mistake = check(typed);
        if (mistake === undefined) return typed;
        refused.push(mistake);
      }
    },
    pickOne: async ({ ask }, all) => {
      offers.push(all);
      return String(next(ask));
    },
    pickMany: async ({ ask }, all) => {
      offers.push(all);
      const picked = next(ask);
      return Array.isArray(picked) ? picked : [];
    },
  };
}

const all = {
  name: 'orders',
  subdomain: 'core',
  owner: 'team-checkout',
  publishes: ['OrderPlaced'],
  consumes: ['payments.v1.PaymentCaptured'],
  calls: [],
  context: 'orders',
  aggregate: 'Order',
  inboxRetention: 168,
  with: [],
  broker: 'postgres',
};

describe('the questions of a service', () => {
  test('asked of a person, in order; the details only on demand', async () => {
    const prompter = scripted([
      'orders',
      'core',
      'team-checkout',
      'OrderPlaced',
      ['payments.v1.PaymentCaptured'],
      [],
      false,
    ]);
    expect(await collectAnswers(service, {}, workspace, prompter)).toEqual(all);
    expect(prompter.asked).toEqual([
      'What is the context called?',
      'What is it to the business?',
      'Who owns it?',
      'What does it tell the others?',
      'What does it listen to?',
      'Whom does it call and wait for?',
      'Look at the details too?',
    ]);
    expect(prompter.offers[1]?.map(({ value }) => value)).toEqual(workspace.events);
  });

  test('the details, where there is a choice at all', async () => {
    const prompter = scripted([
      'orders',
      'core',
      'team-checkout',
      'OrderPlaced',
      [],
      [],
      true,
      'sales',
      'Sale',
      '24',
      'postgres',
    ]);
    const answers = await collectAnswers(service, {}, workspace, prompter);
    expect(answers).toMatchObject({ context: 'sales', aggregate: 'Sale', inboxRetention: 24, broker: 'postgres' });
  });

  test('a wrong word is asked for again, with the reason', async () => {
    const prompter = scripted([
      'Orders',
      'payments',
      'orders',
      'core',
      'team-x',
      'orderPlaced',
      'OrderPlaced',
      [],
      [],
      false,
    ]);
    await collectAnswers(service, {}, workspace, prompter);
    expect(prompter.refused).toEqual([
      'no capitals; how about "orders"?',
      'there is already a service "payments"',
      expect.stringContaining('how about "OrderPlaced"?'),
    ]);
  });

  test('a flag given means no questions but those without a default', async () => {
    const prompter = scripted(['orders']);
    const answers = await collectAnswers(service, { publishes: ['OrderPlaced'] }, workspace, prompter);
    expect(prompter.asked).toEqual(['What is the context called?']);
    expect(answers).toMatchObject({ name: 'orders', owner: 'team-orders', subdomain: 'supporting', consumes: [] });
  });

  test('nobody to ask: defaults, or the flag that is missing', async () => {
    expect(await collectAnswers(service, { name: 'orders' }, workspace, undefined)).toMatchObject({
      publishes: ['OrderCreated'],
      owner: 'team-orders',
    });
    await expect(collectAnswers(service, {}, workspace, undefined)).rejects.toMatchObject({
      code: 'MSVC-002',
      hint: expect.stringContaining('<name>'),
    });
    await expect(
      collectAnswers(questionsOf('consumer'), { events: ['payments.v1.PaymentFailed'] }, workspace, undefined),
    ).rejects.toMatchObject({
      code: 'MSVC-002',
      hint: expect.stringContaining('--to'),
    });
  });
});

test('all mistakes of a command line are shown together, each with what was meant', async () => {
  const given = {
    name: 'my/Orders',
    subdomain: 'cor',
    owner: 'a:b',
    publishes: ['order_placed'],
    consumes: ['payments.v1.PaymentCapturd', 'billing.v1.Paid', 'nonsense'],
    calls: ['payment', 'orders'],
    aggregate: 'Error',
    with: ['consumr:from=x', 'consumer'],
    broker: 'rabbitm',
  };
  const error: { details?: readonly string[]; code?: string } = await collectAnswers(
    service,
    given,
    workspace,
    undefined,
  ).then(
    () => ({}),
    (each: object) => each,
  );
  expect(error.code).toBe('MSVC-011');
  expect(error.details).toMatchInlineSnapshot(`
    [
      ""my/Orders": it is a name, not a path: no slashes and no ".."; how about "orders"?",
      "--subdomain cor: "cor" is not one of core, supporting, generic; did you mean "core"?",
      "--owner a:b: letters, digits, spaces and @ . / - only",
      "--publishes: "order_placed": an event is named like OrderPlaced: capitals at the start of words, nothing between; how about "OrderPlaced"?",
      "--consumes: "payments.v1.PaymentCapturd" is in no contract; did you mean "payments.v1.PaymentCaptured"?",
      "--consumes: "billing.v1.Paid" is in no contract yet, and a consumer imports its type. Make my/Orders without it, then \`msvc new service billing\`, then \`msvc add consumer billing.v1.Paid --to my/Orders\`",
      "--consumes: "nonsense" is no event; they are named like payments.v1.PaymentCaptured",
      "--calls: "payment" has no contract; did you mean "payments"?",
      "--calls: "orders" has no contract; known: payments",
      "--aggregate Error: "Error" means something else in TypeScript; pass --aggregate with another name",
      "--with: "consumr:from=x" is no capability; did you mean "consumer"?",
      "--with: "consumer" lacks its event, as in consumer:from=payments.v1.PaymentCaptured",
      "--broker rabbitm: "rabbitm" is not one of postgres, kafka, rabbitmq, nats; did you mean "rabbitmq"?",
    ]
  `);
});

describe('the same command again', () => {
  test('reads back to the same answers and leaves nothing to ask', async () => {
    const answers = { ...all, owner: 'Team Q', context: 'sales', aggregate: 'Sale', calls: ['payments'], consumes: [] };
    const words = sameAgain(service, answers, { workspace, answers: {} });
    expect(words.join(' ')).toBe(
      "orders --subdomain core --owner 'Team Q' --publishes OrderPlaced --calls payments --context sales",
    );
    const given = {
      name: 'orders',
      subdomain: 'core',
      owner: 'Team Q',
      publishes: ['OrderPlaced'],
      calls: ['payments'],
      context: 'sales',
    };
    expect(await collectAnswers(service, given, workspace, scripted([]))).toEqual(answers);
  });
});

test.each(capabilities.map((each) => [each.id, each] as const))(
  '%s: every question is a flag, and says what it is for',
  (_, capability) => {
    for (const [name, question] of Object.entries(capability.questions)) {
      expect(question.positional ? name : flagOf(name)).toMatch(question.positional ? /^[a-z]+$/ : /^--[a-z-]+$/);
      expect(question.ask).toMatch(/\?$/);
    }
    expect(capability.examples.length).toBeGreaterThan(0);
    for (const example of capability.examples) expect(example).toContain(`msvc ${capability.verb} ${capability.id}`);
  },
);

test('of two things that are wrong with a choice, the one that says more is told', () => {
  const choices = () => [{ value: 'orders' }];
  const question = {
    kind: 'choice',
    ask: 'Whom?',
    choices,
    mistakes: (to: string) => (to === 'self' ? ['not itself'] : []),
  } as const;
  const known = { answers: {}, workspace };
  expect(mistakesIn(question, 'self', known)).toEqual(['not itself']);
  expect(mistakesIn(question, 'other', known)).toEqual(['"other" is not one of orders']);
  expect(mistakesIn(question, 'orders', known)).toEqual([]);
});
