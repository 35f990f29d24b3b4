import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { answersOf, born } from './born.ts';

let text = '';
beforeAll(async () => {
  const texts = new Map<string, string>();
  await born(texts, 'service', answersOf('orders'));
  text = texts.get('services/orders/Dockerfile') ?? '';
});

describe('a generated Dockerfile', () => {
  it('has nothing that a linter would say of it', () => {
    expect(text).not.toBe('');
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
    expect(validate(text.replace('WORKDIR /app', 'WORKDIR app'))).not.toEqual([]);
  });

  it('names versions, runs as nobody in particular, and keeps downloads out of the image', () => {
    const file = DockerfileParser.parse(text);
    const versions = file.getFROMs().map((from) => from.getImageTag());
    expect(versions.length).toBeGreaterThan(1);
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+/);
    const instructions = file.getInstructions();
    expect(instructions.findLast((each) => each.getKeyword() === 'USER')?.getArgumentsContent()).toBe('10001:10001');
    const installs = instructions.filter((each) => each.getArgumentsContent()?.includes('npm ci'));
    expect(installs.length).toBeGreaterThan(0);
    for (const install of installs) expect(String(install)).toContain('--mount=type=cache');
  });
});
