import { fieldOf, textsOf } from '../../things.ts';
import type { CallDeed, Program, PublishDeed, TextOption, Thing } from '../../types.ts';
import { publish } from '../kit.ts';

/** `/v1.0/invoke/<application>/method/<path>`, as Dapr's sidecar takes it. */
const INVOKES = /\/v1\.0\/invoke\/([^/]+)\/method\/(.*)$/;

/** The container beside which a sidecar runs that was started with an application's id. */
const besides = (id: string, program: Program): string | undefined => {
  for (const { fact } of program.workspace.index.ofKind('container')) {
    const words = [...(fact.entrypoint ?? []), ...(fact.command ?? [])].flatMap((word) => word.split(/\s+|=/));
    const at = words.findIndex((word) => /^--?app-id$/.test(word));
    if (at >= 0 && words[at + 1] === id)
      return fact.dependsOn[0] ?? fact.name.replace(/[-_](?:dapr|daprd|sidecar)$/, '');
  }
  return undefined;
};

/** Where an application of Dapr answers: under its id, or beside the sidecar that was given it. */
export const daprAddress = (id: TextOption, path: string, program: Program): TextOption => ({
  ...id,
  text: `http://${besides(id.text, program) ?? id.text}/${path.replace(/^\//, '')}`,
});

/** `/v1.0/publish/<component>/<topic>` of Dapr's sidecar publishes. */
const PUBLISHES = /\/v1\.0\/publish\/([^/]+)\/([^/?]+)/;

/** A request to a sidecar that publishes is no call. */
export const publishedThrough = (deed: CallDeed): PublishDeed | undefined => {
  const names = deed.urls.flatMap(({ text }) => {
    const match = PUBLISHES.exec(text);
    return match ? [`${match[1] ?? ''}/${match[2] ?? ''}`] : [];
  });
  return names.length > 0 ? publish('dapr', [...new Set(names)], { label: `dapr ${names[0] ?? '?'}` }) : undefined;
};

const pathOf = (url: string): string => url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/|\{)[^/]*/i, '');

/** Addresses of a sidecar, turned into those of the application it is asked to pass the call on to. */
export const behindSidecar = (
  urls: readonly TextOption[],
  options: readonly Thing[],
  program: Program,
): readonly TextOption[] => {
  const ids = options
    .slice(0, 3)
    .flatMap((option) =>
      option.kind === 'object' ? textsOf(fieldOf(fieldOf(option, 'headers', program), 'dapr-app-id', program)) : [],
    );
  if (ids.length > 0) return urls.flatMap((url) => ids.map((id) => daprAddress(id, pathOf(url.text), program)));
  return urls.map((url) => {
    const match = INVOKES.exec(url.text);
    return match ? daprAddress({ ...url, text: match[1] ?? '' }, match[2] ?? '', program) : url;
  });
};
