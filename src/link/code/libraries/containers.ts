import { tokensOf } from '../evaluate/injection.ts';
import { lastStep } from '../things.ts';
import type { Library, Scope, Thing } from '../types.ts';

/** What a container hands out for a token: what was registered, else the class itself. */
const resolved = (token: Thing | undefined, scope: Scope): Thing | undefined => {
  if (!token) return undefined;
  for (const name of tokensOf(token)) {
    const known = scope.program.providers.get(name);
    if (known) return known;
  }
  return token.kind === 'class' ? scope.program.instance(token, undefined) : undefined;
};

/** Dependency-injection containers, asked by hand. */
export const containers: Library = {
  packages: [
    'tsyringe',
    'inversify',
    'typedi',
    'awilix',
    '@nestjs/core',
    '@nestjs/common',
    'brandi',
    'diod',
    'injection-js',
  ],
  // `container.cradle.repo`, and what awilix hands to constructors.
  member: (of, name, scope) =>
    of.package === 'awilix' && lastStep(of.path) === 'cradle' ? scope.program.providers.get(name) : undefined,
  result: (callee, args, scope) => {
    const name = lastStep(callee.path);
    return name === 'resolve' || name === 'get' || name === 'getOrThrow' ? resolved(args[0], scope) : undefined;
  },
};
