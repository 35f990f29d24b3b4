import { defineRule, listOf, unique } from '../../src/lint/kit.ts';
import type { Model } from '../../src/model/model.ts';
import type { OwnerClaim } from '../../src/model/ownership.ts';
import type { Note } from '../../src/model/rule.ts';

export default defineRule({
  id: 'missing-owner',
  group: 'boundaries',
  tier: 'local-absence',
  summary: 'Every context is owned by one team.',
  why: 'A service that nobody owns is patched last and paged to whoever is awake; one that two teams own waits for both of them with every change, and each thinks that the other looks after it.',
  decided:
    'Where the workspace names owners (in CODEOWNERS, or for any context in msvc.yaml), every context must have one: `owner` in msvc.yaml, else the last line of CODEOWNERS that covers the folders of its services. Two teams own it where those lines name several teams of an organisation (`@org/team`). Where most contexts have no owner, that is one finding.',
  notReported: [
    'a workspace that names no owner anywhere: who owns what is recorded elsewhere',
    'several people on one line: they may be one team',
    'several teams on the line for everything (`*`): it says nothing of this context',
    'files inside a service that another team reviews as well, as migrations or a Dockerfile',
    'catalogues outside the repository',
  ],
  remedy: 'Give it one team: `owner` of the context in msvc.yaml, or a line for its folder in CODEOWNERS',
  sources: [
    'Skelton and Pais, Team Topologies, chapter 3: One team per bounded context',
    'Newman, Building Microservices, 2nd edition, chapter 15: Strong Ownership',
    'GitHub Docs: About code owners; GitLab Docs: Code Owners',
  ],
  messages: {
    nobody: ({ context }: { context: string }) => `Nobody owns ${context}`,
    most: ({ contexts, all }: { contexts: readonly string[]; all: number }) =>
      `Nobody owns ${contexts.length} of ${all} contexts: ${listOf(firstOf(contexts))}`,
    several: ({ context, teams }: { context: string; teams: readonly string[] }) =>
      `${counted(teams.length)} teams own ${context}: ${listOf(teams)}`,
  },
  *check(model, say) {
    const { isNamed, contexts } = model.ownership;
    const [anywhere] = model.services.flatMap(({ evidence }) => evidence);
    if (!anywhere || !isNamed) return;
    const orphans = contexts.filter(({ claims }) => claims.length === 0);
    if (orphans.length > 1 && orphans.length * 2 > contexts.length) {
      const names = orphans.map(({ context }) => context);
      const related = names.flatMap((name) => placesOf(model, name).notes);
      const services = names.flatMap((name) => placesOf(model, name).services);
      const proof = { at: related[0] ?? anywhere, related, services, subject: ['workspace'] as const };
      yield say('most', { contexts: names, all: contexts.length }, proof);
    } else
      yield* orphans.flatMap(({ context, declaredAt }) => {
        const place = placesOf(model, context);
        const at = place.notes[0] ?? declaredAt;
        const said: Note[] = declaredAt
          ? [{ ...declaredAt, label: context, note: 'is declared without an owner' }]
          : [];
        const proof = { related: [...place.notes, ...said], services: place.services, subject: [context] as const };
        return at ? [say('nobody', { context }, { ...proof, at })] : [];
      });
    for (const { context, claims } of contexts) {
      const teams = teamsIn(claims);
      const { services } = placesOf(model, context);
      const [at] = claims;
      if (teams.length < 2 || !at) continue;
      const related = claims.map(({ owner, evidence }): Note => ({ ...evidence, label: owner, note: '' }));
      yield say('several', { context, teams }, { at: at.evidence, related, services, subject: [context] });
    }
  },
});

const firstOf = (names: readonly string[]): readonly string[] =>
  names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;

const counted = (count: number): string => ['No', 'One', 'Two', 'Three', 'Four'][count] ?? String(count);

/** Teams of an organisation, as far as the lines are meant for this context. */
const teamsIn = (claims: readonly OwnerClaim[]): string[] =>
  unique(claims.filter(({ owner, forAll }) => !forAll && /^@[^/]+\/./.test(owner)).map(({ owner }) => owner));

function placesOf(model: Model, context: string) {
  const services = model.services.filter((service) => service.context === context);
  return {
    services: services.map(({ name }) => name),
    notes: services.map(({ name, evidence: [place] }): Note => ({ ...place, label: name, note: 'runs here' })),
  };
}
