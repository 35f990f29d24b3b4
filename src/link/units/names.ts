/** A name as it is compared across manifests: without case, marks, and the words that say only that it is a service. */
export const plainNameOf = (name: string): string => {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return (
    bare.replace(/(?:deployment|depl|deploy)$/, '').replace(/(?:microservice|service|svc|srv|server|ms)$/, '') || bare
  );
};

const vague = /^(?:src|app|apps|source|code|node|packages?|services?|main|project|www|html|production|development)?$/i;

/** Whether a folder of this name tells nobody what runs in it. */
export const isVague = (name: string): boolean => vague.test(name);

/** Seeds, migrations, tests and samples run, but are no services. */
export const isChore = (name: string): boolean =>
  /(?:^|[-_.\s/:])(?:seed(?:er|s|ing)?|migrat(?:e|ion|ions|or)|init|initdb|setup|backup|bootstrap|fixtures?|e2e|(?:unit|integration|acceptance|smoke|ui|e2e)?-?tests?|specs?|cypress|playwright|storybook|docs?|documentation|samples?|lint|codegen)(?:$|[-_.\s/:])/i.test(
    name,
  );
