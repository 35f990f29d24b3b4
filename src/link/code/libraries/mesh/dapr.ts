import { fieldOf, functionsOf, lastStep, librariesOf, plainTextsOf, shapesOf } from '../../things.ts';
import type { Handler, Library, LibraryCall, Recognised, TextOption } from '../../types.ts';
import { listen, publish } from '../kit.ts';
import { daprAddress } from './sidecar.ts';

const methodOf = (call: LibraryCall, index: number, standard: string): string => {
  const given = call.args[index];
  const [named] = librariesOf(given).map(({ path }) => lastStep(path));
  return (plainTextsOf(given)[0] ?? named ?? standard).toUpperCase();
};

const invoke = (call: LibraryCall): Recognised => {
  const ids = textsOfId(call);
  const [path = ''] = shapesOf(call.args[1]);
  const method = methodOf(call, 2, 'GET');
  const urls = ids.map((id) => daprAddress(id, path, call.scope.program));
  return {
    deeds: [
      {
        kind: 'call',
        protocol: 'http',
        method,
        urls,
        label: `dapr ${method} ${ids[0]?.text ?? '?'}/${path}`,
        deadline: 'unknown',
      },
    ],
  };
};

const textsOfId = (call: LibraryCall): readonly TextOption[] => {
  const [first] = call.args;
  return first?.kind === 'texts' ? first.options : [];
};

const serve = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const [name = ''] = plainTextsOf(call.args[0]);
  const [, , options] = call.args;
  const given = fieldOf(options, 'method', program);
  const method = (
    plainTextsOf(given)[0] ??
    librariesOf(given).map(({ path }) => lastStep(path))[0] ??
    'GET'
  ).toUpperCase();
  const path = `/${name.replace(/^\//, '')}`;
  const run = call.args.flatMap((arg) => functionsOf(arg));
  const handler: Handler = {
    trigger: 'http',
    protocol: 'http',
    name: `${method} ${path}`,
    method,
    path,
    run,
    evidence: { ...call.at, note: `${method} ${path}` },
  };
  program.handlers.push(handler);
  return { takesCallbacks: true };
};

const topicOf = (call: LibraryCall): readonly string[] => {
  const [pubsub] = plainTextsOf(call.args[0]);
  return shapesOf(call.args[1]).map((topic) => (pubsub === undefined ? topic : `${pubsub}/${topic}`));
};

/** Dapr's SDK: invocation by application id, publish and subscribe over a component. */
export const dapr: Library = {
  packages: ['@dapr/dapr', 'dapr-client'],
  recognise: (call) => {
    const { path } = call.callee;
    if (path.endsWith('.invoker.invoke')) return invoke(call);
    if (path.endsWith('.invoker.listen')) return serve(call);
    if (/\.pubsub\.publish(?:Bulk)?$/.test(path)) {
      const names = topicOf(call);
      return { deeds: [publish('dapr', names, { label: `dapr ${names[0] ?? '?'}` })] };
    }
    if (!/\.pubsub\.subscribe\w*$/.test(path)) return undefined;
    const run = call.args.flatMap((arg) => functionsOf(arg));
    return listen(call, {
      protocol: 'dapr',
      names: topicOf(call),
      run,
      redelivers: true,
      note: 'Dapr delivers at least once',
    });
  },
};
