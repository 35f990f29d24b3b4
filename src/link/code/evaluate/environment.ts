import type { Program, TextOption, Thing } from '../types.ts';

/** A variable with the values every deployment gives it; without any, a hole that keeps its name. */
export const environmentText = (program: Program, name: string): Thing => {
  const values = program.workspace.units.environmentOf(program.service.name).valuesOf(name);
  const options = values.map((given): TextOption => ({
    text: given.value ?? `{${name}}`,
    holes: given.value === undefined,
    env: [name],
    evidence: [given.evidence],
    deployment: given.deployment,
    ...(given.reference === undefined ? {} : { reference: given.reference }),
  }));
  if (options.length > 0) return { kind: 'texts', options };
  return { kind: 'texts', options: [{ text: `{${name}}`, holes: true, env: [name], evidence: [] }] };
};

const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * Settings that were checked all at once (`schema.parse(process.env).ORDERS_URL`) keep the names of their variables: a
 * member that is called as one the service is given is that one.
 */
export const settingNamed = (program: Program, name: string): Thing | undefined =>
  VARIABLE.test(name) && program.workspace.units.environmentOf(program.service.name).valuesOf(name).length > 0
    ? environmentText(program, name)
    : undefined;
