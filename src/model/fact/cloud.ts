import type { At } from './module.ts';

/** What makes a cloud run a function. `path` is of HTTP; the channels of all else are `names`, empty where they could not be told. */
export type TriggerFact = {
  readonly protocol: 'http' | 'sqs' | 'sns' | 'eventbridge' | 'dynamodb' | 'kinesis' | 's3' | 'schedule';
  readonly names: readonly string[];
  readonly method?: string;
  readonly path?: string;
  readonly at: At;
};

/** A function that a cloud runs. `entry` is its file, relative to the fact's own, mostly without extension. */
export type CloudFunctionFact = {
  readonly kind: 'cloud-function';
  readonly name: string;
  readonly entry: string;
  /** The export that is called. */
  readonly handler: string;
  readonly triggers: readonly TriggerFact[];
  readonly at: At;
};

/** A program that describes what runs in a cloud (AWS CDK), by the file it starts in, relative to the fact's own. */
export type CloudAppFact = { readonly kind: 'cloud-app'; readonly entry: string; readonly at: At };
