import type { CalleeView } from '../service/view.ts';

type Insertion = { readonly from: number; readonly to: number; readonly text: string };

/** The edit that gives a message of the caller's contract a field for what the callee said; none where it has one. */
export function withField(proto: string, message: string, { name, snake }: CalleeView): Insertion | undefined {
  const start = new RegExp(`\\bmessage\\s+${message}\\s*\\{`).exec(proto);
  const end = start ? proto.indexOf('}', start.index) : -1;
  if (!start || end === -1) return undefined;
  const body = proto.slice(start.index + start[0].length, end);
  if (body.includes(`known_to_${snake} `)) return undefined;
  const numbers = [...body.matchAll(/=\s*(\d+)/g)].map(([, number]) => Number(number));
  const text = `  // Whether ${name} knows the reference; absent while ${name} cannot say.
  optional bool known_to_${snake} = ${Math.max(0, ...numbers) + 1};
`;
  return { from: end, to: end, text };
}
