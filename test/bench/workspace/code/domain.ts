import type { Random } from '../random.ts';
import { pascalOf } from '../plan.ts';

/** Files that speak to nobody, as most files of a service do. Names of what a file holds are part of its text. */
export function domainFile(name: string, imports: readonly string[], random: Random): string {
  const kind = random.pick([valueObject, stateMachine, policy, calculator, validation, collection]);
  const body = Array.from({ length: 1 + random.below(2) }, (_, at) =>
    kind(`${pascalOf(name)}${at === 0 ? '' : 'Part'}`, random),
  );
  return `${imports.map((other) => `import type { ${pascalOf(other)} } from './${other}';\n`).join('')}\n${body.join('\n')}`;
}

export function domainTest(name: string, random: Random): string {
  const cases = Array.from({ length: 4 + random.below(8) }, (_, at) => {
    const number = random.below(1000);
    return `  it('keeps ${number} as it is, whatever comes before (${at})', async () => {
    const subject = build({ amount: ${number}, label: 'case ${at}' });
    expect(subject.amount).toBe(${number});
    expect([subject].map((each) => each.label)).toEqual(['case ${at}']);
    await expect(Promise.resolve(subject)).resolves.toMatchObject({ amount: ${number} });
  });`;
  });
  return `import { ${pascalOf(name)} } from '../src/domain/${name}';

const build = (fields: Partial<{ amount: number; label: string }>) => ({ amount: 0, label: '', kind: typeof ${pascalOf(name)}, ...fields });

describe('${name}', () => {
${cases.join('\n')}
});
`;
}

const fields = ['amount', 'weight', 'rate', 'share', 'height', 'limit', 'score', 'balance'] as const;

const valueObject = (name: string, random: Random): string => {
  const own = fields.slice(0, 2 + random.below(6));
  return `/** A value, equal by what it holds. */
export class ${name} {
  private constructor(${own.map((field) => `readonly ${field}: number`).join(', ')}) {}

  static of(input: { ${own.map((field) => `${field}?: number`).join('; ')} }): ${name} {
    return new ${name}(${own.map((field) => `input.${field} ?? ${random.below(100)}`).join(', ')});
  }
${own
  .map(
    (field) => `
  with${pascalOf(field)}(${field}: number): ${name} {
    if (Number.isNaN(${field}) || ${field} < 0) {
      throw new RangeError(\`${field} has to be positive: \${${field}}\`);
    }
    return ${name}.of({ ...this, ${field} });
  }`,
  )
  .join('\n')}

  equals(other: ${name}): boolean {
    return ${own.map((field) => `this.${field} === other.${field}`).join(' && ')};
  }
}
`;
};

const stateMachine = (name: string, random: Random): string => {
  const states = Array.from({ length: 4 + random.below(5) }, (_, at) => `stage-${at}`);
  return `export type ${name}State = ${states.map((state) => `'${state}'`).join(' | ')};

const next${name}: Record<${name}State, ${name}State[]> = {
${states.map((state, at) => `  '${state}': [${states.slice(at + 1, at + 3).map((other) => `'${other}'`)}],`).join('\n')}
};

export interface ${name} {
  readonly id: string;
  readonly state: ${name}State;
  readonly since: Date;
}

export function advance${name}(current: ${name}, to: ${name}State, now = new Date()): ${name} {
  switch (to) {
${states
  .map(
    (state) => `    case '${state}':
      if (!next${name}[current.state].includes(to)) throw new Error(\`\${current.id} is \${current.state}\`);
      return { ...current, state: to, since: now };`,
  )
  .join('\n')}
    default:
      return current;
  }
}
`;
};

const policy = (name: string, random: Random): string => {
  const laws = Array.from({ length: 3 + random.below(6) }, (_, at) => `law${at}`);
  return `type Subject${name} = { readonly total: number; readonly age?: number; readonly tags: readonly string[] };

export class ${name} {
${laws
  .map(
    (law) => `  private ${law}(subject: Subject${name}): boolean {
    const bound = ${random.below(500)};
    const tagged = subject.tags.filter((tag) => tag.length > ${random.below(9)}).length;
    return subject.total > bound || (subject.age ?? ${random.below(90)}) > tagged * 2;
  }
`,
  )
  .join('\n')}
  allows(subject: Subject${name}): boolean {
    return [${laws.map((law) => `this.${law}`).join(', ')}].every((law) => law.call(this, subject));
  }
}
`;
};

const calculator = (name: string, random: Random): string => {
  const steps = Array.from({ length: 4 + random.below(6) }, (_, at) => at);
  return `export type ${name} = { readonly net: number; readonly lines: readonly { price: number; count: number }[] };

${steps
  .map(
    (step) => `/** Step ${step} of the sum. */
export function step${name}${step}(input: ${name}): number {
  let sum = 0;
  for (const { price, count } of input.lines) {
    const share = Math.round((price * count * ${1 + random.below(99)}) / 100);
    sum += share > ${random.below(1000)} ? share : Math.max(0, share - ${random.below(10)});
  }
  return sum + input.net;
}
`,
  )
  .join('\n')}
export const total${name} = (input: ${name}): number =>
  [${steps.map((step) => `step${name}${step}`).join(', ')}].reduce((sum, step) => sum + step(input), 0);
`;
};

const validation = (name: string, random: Random): string => {
  const own = fields.slice(0, 3 + random.below(5));
  return `export interface ${name} {
${own.map((field) => `  ${field}: number;`).join('\n')}
  remark?: string;
}

export class ${name}Error extends Error {
  constructor(readonly field: keyof ${name}, why: string) {
    super(\`\${String(field)}: \${why}\`);
    this.name = '${name}Error';
  }
}

export function check${name}(input: Partial<${name}>): ${name} {
${own
  .map(
    (field) => `  if (typeof input.${field} !== 'number') throw new ${name}Error('${field}', 'is no number');
  if (input.${field} > ${random.below(10_000)}) throw new ${name}Error('${field}', 'is too large');`,
  )
  .join('\n')}
  return { ${own.map((field) => `${field}: input.${field}`).join(', ')}, ...(input.remark ? { remark: input.remark } : {}) };
}
`;
};

const collection = (
  name: string,
  random: Random,
): string => `export type ${name} = { readonly key: string; readonly at: number };

export class ${name}List<T extends ${name}> implements Iterable<T> {
  private readonly items = new Map<string, T>();

  constructor(items: readonly T[] = []) {
    for (const item of items) this.items.set(item.key, item);
  }

  *[Symbol.iterator](): Iterator<T> {
    yield* [...this.items.values()].sort((a, b) => a.at - b.at);
  }

  page(number: number, size = ${10 + random.below(90)}): readonly T[] {
    return [...this].slice(number * size, (number + 1) * size);
  }

  groupedBy<K extends string>(keyOf: (item: T) => K): Partial<Record<K, T[]>> {
    const groups: Partial<Record<K, T[]>> = {};
    for (const item of this) (groups[keyOf(item)] ??= []).push(item);
    return groups;
  }

  without(...keys: string[]): ${name}List<T> {
    return new ${name}List([...this].filter(({ key }) => !keys.includes(key)));
  }
}
`;
