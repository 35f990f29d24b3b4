/** A calendar day as `2027-03-01`; days of this form sort as texts. */
export type Day = string;

/** Whether a text names a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day of a moment, in UTC: the same on every machine. */
export const dayOf = (moment: Date): Day => moment.toISOString().slice(0, 10);
