import {
  baseOf,
  CannotFix,
  changeOf,
  dockerfileOf,
  type Dockerfile,
  type Fix,
  type Instruction,
  type Stage,
} from '../../src/scaffold/fix-kit.ts';

/** Gives an image that is made from an official Node image the user that such images bring along. */
const fix: Fix = {
  rule: 'root-container',
  summary: 'Adds `USER node` to the last stage of an image that starts from an official Node image.',
  plan: async ({ finding, files }) => {
    const { file } = finding.at;
    if (!/(?:docker|container)file/i.test(file))
      throw new CannotFix(
        'A manifest asks for these rights: whether the program needs them stands nowhere. Take them out and try.',
      );
    const dockerfile = dockerfileOf(files, file);
    const stage = dockerfile.stages.at(-1);
    if (!stage) throw new CannotFix(`${file} has no stage.`);
    const user = userOf(baseOf(dockerfile, stage));
    refuseWriters(stage);
    const eol = dockerfile.text.includes('\r\n') ? '\r\n' : '\n';
    const { at, before } = placeIn(dockerfile, stage);
    const text = before ? `USER ${user}${eol}` : `${eol}USER ${user}`;
    return {
      done: `runs as the user "${user}" of its base image`,
      changes: [changeOf(dockerfile, [{ from: at, to: at, text }])],
    };
  },
};
export default fix;

/** The user without rights that an image is known to have. */
function userOf(image: string): string {
  const name = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  if (/(?:^|\/)node$/.test(name)) return 'node';
  if (/(?:^|\/)oven\/bun$/.test(name)) return 'bun';
  if (/distroless\//.test(name)) return 'nonroot';
  throw new CannotFix(
    `Which user ${image} has is not known: make one (\`RUN adduser --system app\`) and end the last stage with \`USER app\`.`,
  );
}

/** What writes into the image when it runs needs folders that its user may write. */
function refuseWriters({ instructions }: Stage): void {
  const start = instructions
    .filter(({ word }) => word === 'CMD' || word === 'ENTRYPOINT')
    .map(({ rest }) => rest)
    .join(' ');
  const tool = /\b(?:dev|watch|nodemon|build|install|generate|migrate)\b/.exec(start)?.[0];
  if (tool !== undefined)
    throw new CannotFix(
      `It starts with "${tool}", which may write files that belong to root: give those to a user first.`,
    );
  if (instructions.some(({ word }) => word === 'VOLUME'))
    throw new CannotFix('It writes to a VOLUME, which belongs to root: `chown` that folder, then add `USER node`.');
  const port = instructions.find(({ word, rest }) => word === 'EXPOSE' && portsOf(rest).some((one) => one < 1024));
  if (port)
    throw new CannotFix(
      `It serves port ${port.rest}, which may need root: serve one above 1023, then add \`USER node\`.`,
    );
}

const portsOf = (rest: string): readonly number[] => rest.split(/\s+/).map((word) => Number.parseInt(word, 10));

/** Behind all that is done as root, in front of the command where that comes later. */
function placeIn({ text, stages }: Dockerfile, stage: Stage): { readonly at: number; readonly before: boolean } {
  const { instructions } = stage;
  const isWork = ({ word }: Instruction): boolean => /^(?:RUN|COPY|ADD|WORKDIR|USER|ARG|ENV)$/.test(word);
  const last = instructions.findLast(isWork);
  const start = instructions
    .slice(last ? instructions.indexOf(last) + 1 : 0)
    .find(({ word }) => /^(?:CMD|ENTRYPOINT)$/.test(word));
  if (start) return { at: withComments(text, start.from), before: true };
  const end = last?.to ?? instructions.at(-1)?.to ?? text.trimEnd().length;
  return { at: stages.length > 0 ? end : 0, before: false };
}

/** Where the comment lines right above an offset begin. */
function withComments(text: string, offset: number): number {
  const above = /(?:(?<=^|\n)[ \t]*#[^\n]*\n)+$/.exec(text.slice(0, offset));
  return above ? above.index : offset;
}
