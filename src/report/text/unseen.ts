import type { Unresolved } from '../../model/model.ts';
import type { Doubt, LintReport, Style } from '../types.ts';
import { clipped, oneLine, padded, placeOf, widthOf, wrapped } from './lines.ts';
import { paintOf } from './paint.ts';

/** Each call, store or topic whose other end could not be told. */
export function unresolvedLines({ model }: LintReport, style: Style): string[] {
  if (model.unresolved.length === 0) return [];
  const rows = model.unresolved.map(({ service, kind, what, evidence }: Unresolved) => ({
    lead: `${oneLine(service)}  ${kind}`,
    text: oneLine(what),
    place: placeOf(evidence[0]),
  }));
  return ['', ` ${paintOf(style).bold('Not resolved')}`, ...tableLines(rows, style)];
}

/** What rules looked at and could not decide, by rule. */
export function undecidedLines({ undecided }: LintReport, style: Style): string[] {
  if (undecided.length === 0) return [];
  const paint = paintOf(style);
  const byRule = [...Map.groupBy(undecided, ({ rule }) => rule)];
  return [
    '',
    ` ${paint.bold('Not decided')}`,
    ...byRule.flatMap(([rule, doubts]) => [
      `   ${rule}  ${paint.dim(String(doubts.length))}`,
      ...tableLines(
        doubts.map((doubt: Doubt) => ({
          lead: doubt.services.map(oneLine).join(', '),
          text: oneLine(doubt.undecided),
          place: placeOf(doubt.at),
        })),
        style,
      ),
    ]),
  ];
}

type Row = { readonly lead: string; readonly text: string; readonly place: string };

/** Who, what, where, in columns; where a text is too long for its own, the place stands below it. */
function tableLines(rows: readonly Row[], style: Style): string[] {
  const paint = paintOf(style);
  const leadWidth = Math.min(Math.max(...rows.map(({ lead }) => widthOf(lead))), 28);
  const indent = ' '.repeat(leadWidth + 7);
  const whole = style.columns - widthOf(indent) - 1;
  const fits = rows.filter(({ text, place }) => widthOf(text) + widthOf(place) + 2 <= whole);
  const textWidth = Math.max(0, ...fits.map(({ text }) => widthOf(text)));
  return rows.flatMap(({ lead, text, place }) => {
    const start = `     ${padded(clipped(lead, leadWidth), leadWidth)}  `;
    if (Math.max(widthOf(text), textWidth) + widthOf(place) + 2 <= whole)
      return [`${start}${padded(text, textWidth)}  ${paint.cyan(place)}`];
    const [first = '', ...rest] = wrapped(text, Math.max(24, whole));
    return [start + first, ...rest.map((line) => indent + line), `${indent}${paint.cyan(place)}`];
  });
}
