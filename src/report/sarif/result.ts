import type { Finding } from '../../model/finding.ts';
import type { Note } from '../../model/rule.ts';
import { oneLine } from '../text/lines.ts';
import { stepsOf } from '../text/steps.ts';
import type { LintReport } from '../types.ts';
import { physicalLocation, plainText, wordsOf } from './locations.ts';
import { levels } from './rule.ts';

/** Code scanning takes 1,000 locations of a result and shows 100; of the steps of a path it shows 1,000. */
const mostPlaces = 100;
const mostSteps = 1000;

/** One finding; a path of places becomes a code flow, every other end a related location. */
export function resultOf(finding: Finding, report: LintReport, rules: ReadonlyMap<string, number>) {
  const { rule, severity, at, fingerprint, suppressed, baseline, subject, services } = finding;
  const ruleIndex = rules.get(rule);
  const related = finding.related.slice(0, mostPlaces);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: messageOf(finding, related) },
    locations: [{ physicalLocation: physicalLocation(at, report) }],
    ...(related.length ? { relatedLocations: related.map((note, index) => relatedOf(note, index + 1, report)) } : {}),
    ...codeFlowsOf(finding, report),
    partialFingerprints: { 'msvcSubject/v1': fingerprint },
    ...(baseline === undefined ? {} : { baselineState: baseline }),
    ...(suppressed === null
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: oneLine(suppressed) }] }),
    properties: { services: services.map(oneLine), subject: subject.map(oneLine), remedy: oneLine(finding.remedy) },
  };
}

/** The sentence, the facts, links to the other ends (viewers show related places where the text names them), what to do. */
function messageOf({ message, detail, remedy }: Finding, related: readonly Note[]): string {
  const links = related.slice(0, 8).map((note, index) => `[${plainText(wordsOf(note))}](${index + 1})`);
  const parts = [message, ...(detail ? [detail] : [])].map((text) => sentence(plainText(text)));
  return [...parts, ...(links.length ? [`Proof: ${links.join(', ')}.`] : []), sentence(plainText(remedy))].join(' ');
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

const relatedOf = (note: Note, id: number, report: LintReport) => ({
  id,
  message: { text: plainText(wordsOf(note)) },
  physicalLocation: physicalLocation(note, report),
});

/** Where the proof is a path, hop by hop. */
function codeFlowsOf(finding: Finding, report: LintReport) {
  const steps = stepsOf(finding).slice(0, mostSteps);
  if (!steps.some(({ depth }) => depth !== undefined && depth > 0)) return {};
  const locations = steps.map((step) => ({
    location: { message: { text: plainText(wordsOf(step)) }, physicalLocation: physicalLocation(step, report) },
    nestingLevel: step.depth ?? 0,
  }));
  return { codeFlows: [{ threadFlows: [{ locations }] }] };
}
