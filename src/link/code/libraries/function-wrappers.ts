import { functionsOf, lastStep } from '../things.ts';
import type { Library } from '../types.ts';

/** What is put around the handler of a cloud function: it runs when the function does, not when the file is loaded. */
export const functionWrappers: Library = {
  packages: ['@middy/core', 'middy', '@sentry/serverless', '@sentry/aws-serverless', 'datadog-lambda-js'],
  recognise: ({ callee: { package: name, path }, args }) => {
    const isWrapper = name.includes('middy') || /^(?:wrapHandler|datadog)$/.test(lastStep(path));
    return isWrapper && args.some((arg) => functionsOf(arg).length > 0) ? { takesCallbacks: true } : undefined;
  },
};
