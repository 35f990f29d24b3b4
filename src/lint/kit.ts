/** All that a rule may use besides the model's types. */
export { boolean, choice, list, text, wholeNumber } from './kit/options.ts';
export { defineRule } from './kit/rule.ts';
export { contextsOf, sameContext, serviceNamed } from './kit/contexts.ts';
export { cyclesOf, type Cycle } from './kit/cycles.ts';
export {
  callsOf,
  clientKeyOf,
  isProbe,
  ownSiteOf,
  reachedNames,
  runsInBrowser,
  siteOf,
  type Call,
  type MadeCall,
} from './kit/calls.ts';
export { callsIn, durationOf, limitOf, policiesFor, retriesOf, waysAfter, type Hop } from './kit/waiting.ts';
export { placeOfCall } from './kit/hops.ts';
export { hopsTo, operationCalledBy, operationNamed, operationsOf } from './kit/operations.ts';
export { isBookkeepingTable, isForDevelopment, isSample, isToolingFile } from './kit/names.ts';
export { answersOf, indexOf } from './kit/index-of.ts';
export { groupBy, grouped, listOf, unique } from './kit/lists.ts';
export type { Case, Expected, Fault, PastCommit } from './kit/case.ts';
export { containersOf, deployedOf, imagesOf, libraryOf, traitsOf } from './kit/running.ts';
export { canFollow, isHandlersOwn, partingPlace, sharedSteps } from './kit/order.ts';
export { brokerName, hearsOf, isOpenProtocol, nameOfChannel, oneSided, sendsTo } from './kit/channels.ts';
export { behindOf, gatewaysOf } from './kit/gateways.ts';
export { isConditional, isDeadLetter, isTelemetry, keepsEvents, keepsMemory, marksTold } from './kit/traces.ts';
export { isCaptured } from './kit/captures.ts';
export { effectsAtRisk, guardsOf } from './kit/repeating.ts';
export { labelOfEffect, lastPlace, wayTo } from './kit/notes.ts';
