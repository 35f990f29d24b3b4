import type { Edit } from './fault.ts';

export type Wait = {
  /** The context that waits, its handler and the line that is put at its beginning. */
  readonly caller: string;
  readonly handler: string;
  readonly line: string;
  readonly callee: string;
};

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Everything that makes one context call another and wait, in haste: without what `msvc add client` puts around it. */
export const waitFor = (wait: Wait): readonly Edit[] => [...declare(wait), ...provide(wait), ...call(wait)];

function declare({ caller, callee }: Wait): readonly Edit[] {
  const path = `services/${caller}/context.ts`;
  const service = `${pascal(callee)}Service`;
  const first = "import { defineContext } from '@shop/chassis/context';\n";
  return [
    {
      path,
      find: first,
      replace: `${first}import { ${service} } from '@shop/contracts/${callee}/v1/${callee}_pb';\n`,
    },
    { path, find: 'calls: {}', replace: `calls: { ${callee}: ${service} }` },
    { path, find: 'build({ database })', replace: 'build({ database, clients })' },
    { path, find: 'Service({ atomically })', replace: `Service({ atomically, ${callee}: clients.${callee} })` },
  ];
}

function provide({ caller, callee }: Wait): readonly Edit[] {
  const path = `services/${caller}/adapters/rpc/${caller}-service.ts`;
  const service = `${pascal(callee)}Service`;
  const first = "import { invalidArgument, RpcError } from '@shop/chassis/rpc/errors';\n";
  const dependency = '  readonly atomically: Atomically;\n';
  return [
    {
      path,
      find: first,
      replace: `import type { Client } from '@shop/chassis/rpc/client';
${first}import type { ${service} } from '@shop/contracts/${callee}/v1/${callee}_pb';
`,
    },
    { path, find: dependency, replace: `${dependency}  readonly ${callee}: Client<typeof ${service}>;\n` },
  ];
}

function call({ caller, callee, handler, line }: Wait): readonly Edit[] {
  const path = `services/${caller}/adapters/rpc/${caller}-service.ts`;
  const head = `    async ${handler}({ reference, amount }) {\n`;
  return [
    { path, find: '({ atomically }: Dependencies)', replace: `({ atomically, ${callee} }: Dependencies)` },
    { path, find: head, replace: `${head}      ${line}\n` },
  ];
}
