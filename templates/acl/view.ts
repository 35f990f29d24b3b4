import { severalOf, spellingOf, wordsOf, type PlanInput } from '../../src/scaffold/kit.ts';
import { bornView } from '../service/born.ts';

export type AclAnswers = { readonly system: string; readonly in: string; readonly about: string };
export type AclView = ReturnType<typeof aclView>;

/** The system, the service that is kept apart from it, and what that wants to know. */
export function aclView({
  answers,
  workspace,
  service,
}: Pick<PlanInput<AclAnswers>, 'answers' | 'workspace' | 'service'>) {
  const { context, aggregate, service: place } = bornView(service, workspace);
  const [system, about] = [spellingOf(answers.system), spellingOf(answers.about)];
  const plural = spellingOf(severalOf(about.kebab));
  const pluralWords = wordsOf(plural.kebab).join(' ');
  return {
    workspace: { scope: workspace.scope },
    service: place,
    context,
    aggregate,
    // Compose fills it in; Handlebars cannot spell it.
    system: {
      ...system,
      name: system.kebab,
      url: `\${${system.constant}_URL:-}`,
      token: `\${${system.constant}_TOKEN:-}`,
    },
    about: {
      ...about,
      words: wordsOf(about.kebab).join(' '),
      plural: plural.pascal,
      pluralCamel: plural.camel,
      pluralWords,
      PluralWords: pluralWords.charAt(0).toUpperCase() + pluralWords.slice(1),
    },
  };
}
