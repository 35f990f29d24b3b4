import { baseClass, injected, injectedByNest, singleton, wrapperClass } from './classes.ts';
import { anotherFile, barrel, sharedPackage, variableOfDeployment } from './files.ts';
import {
  callback,
  constant,
  destructured,
  factory,
  inline,
  joinedText,
  objectModule,
  variableWithDefault,
} from './functions.ts';
import type { Style } from './style.ts';

export type { Parts, Style, Values, Written } from './style.ts';

/** How people write the same thing. */
export const STYLES = {
  inline,
  constant,
  'joined text': joinedText,
  'another file': anotherFile,
  'wrapper class': wrapperClass,
  injected,
  'injected by Nest': injectedByNest,
  factory,
  'base class': baseClass,
  'variable with default': variableWithDefault,
  'variable of the deployment': variableOfDeployment,
  barrel,
  destructured,
  singleton,
  callback,
  'object module': objectModule,
  'shared package': sharedPackage,
} satisfies Readonly<Record<string, Style>>;
export type StyleName = keyof typeof STYLES;
