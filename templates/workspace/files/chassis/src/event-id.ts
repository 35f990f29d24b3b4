import { randomUUID } from 'node:crypto';

let lastMillisecond = 0;
let sequence = 0;

/** A UUID version 7 (RFC 9562): sorts by time, and within a process by the order of the calls. */
export function eventId(now = Date.now()): string {
  if (now > lastMillisecond) [lastMillisecond, sequence] = [now, 0];
  else if (++sequence > 0xfff) [lastMillisecond, sequence] = [lastMillisecond + 1, 0];
  const time = lastMillisecond.toString(16).padStart(12, '0');
  const counter = (0x7000 | sequence).toString(16);
  // The variant and 62 random bits are where version 4 has them, of which Node keeps a stock.
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}${randomUUID().slice(18)}`;
}
