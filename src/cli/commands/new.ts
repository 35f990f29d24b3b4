import type { CommandDefinition } from '../command.ts';
import { declareCapability } from '../scaffold/declare.ts';
import { capabilities } from '../templates.ts';

/** `msvc new workspace`, `msvc new service`, … */
export const newCommand: CommandDefinition = (program, bind) => {
  const group = program.command('new').description('make a workspace, or a part of one');
  for (const capability of capabilities) if (capability.verb === 'new') declareCapability(group, capability, bind);
};

/** `msvc add consumer --to orders`, `msvc add broker nats`, … */
export const addCommand: CommandDefinition = (program, bind) => {
  const group = program.command('add').description('give a service, or the workspace, another capability');
  for (const capability of capabilities) if (capability.verb === 'add') declareCapability(group, capability, bind);
};
