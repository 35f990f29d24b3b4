import { own } from '../../src/model/own.ts';
import type { CallExpression, Node } from 'ts-morph';
import { nameOf, variableNamed, type FixInput, type Source } from '../../src/scaffold/fix-kit.ts';
import { folderOf, upFrom } from '../../src/model/paths.ts';

export type Library = 'fetch' | 'node-http' | 'axios' | 'got' | 'grpc';

const modules: Readonly<Record<string, Library>> = {
  axios: 'axios',
  got: 'got',
  undici: 'fetch',
  'cross-fetch': 'fetch',
  http: 'node-http',
  https: 'node-http',
  'node:http': 'node-http',
  'node:https': 'node-http',
};

/** Through which library a call goes out, as this file tells; undefined where it does not. */
export function libraryOf(source: Source, call: CallExpression): Library | undefined {
  const callee = call.getExpression();
  const name = nameOf(callee);
  const root = /^[\w$]+/.exec(name)?.[0] ?? '';
  const module = moduleOf(source, root);
  if (/^(?:globalThis\.|window\.)?fetch$/.test(name) && module === undefined) return 'fetch';
  if (module !== undefined) {
    const library = own(modules, module);
    return library === 'node-http' && !/(?:^|\.)(?:request|get)$/.test(name) ? undefined : library;
  }
  if (!source.is.isPropertyAccessExpression(callee)) return undefined;
  const type = typeOf(source, callee.getExpression());
  const isVerb = /^(?:get|delete|head|options|post|put|patch|request)$/.test(callee.getName());
  if (isVerb && /\bAxiosInstance\b|\bHttpService\b|axios/i.test(type)) return 'axios';
  return takesCallback(source, call) && /Client\b/.test(type) ? 'grpc' : undefined;
}

/** Where a name is imported from or required. */
function moduleOf({ file }: Source, name: string): string | undefined {
  const imported = file.getImportDeclarations().find((each) => {
    const names = [
      each.getDefaultImport(),
      each.getNamespaceImport(),
      ...each.getNamedImports().map((one) => one.getAliasNode() ?? one.getNameNode()),
    ];
    return names.some((one) => one?.getText() === name);
  });
  if (imported) return imported.getModuleSpecifierValue();
  const text = file.getVariableDeclaration(name)?.getInitializer()?.getText() ?? '';
  return /^require\(["']([^"']+)["']\)/.exec(text)?.[1];
}

/** The type or the making of what a call is made on, as written: a variable, a field, a parameter. */
function typeOf(source: Source, owner: Node): string {
  const { is, file } = source;
  const name = /([\w$]+)$/.exec(nameOf(owner))?.[1] ?? '';
  const variable = variableNamed(source, name);
  if (variable) return `${variable.getTypeNode()?.getText() ?? ''} ${nameOf(variable.getInitializer())}`;
  const declared = file
    .getDescendants()
    .find((node) => (is.isParameterDeclaration(node) || is.isPropertyDeclaration(node)) && node.getName() === name);
  if (is.isParameterDeclaration(declared) || is.isPropertyDeclaration(declared))
    return `${declared.getTypeNode()?.getText() ?? ''} ${nameOf(declared.getInitializer())}`;
  return name === 'axiosRef' ? 'AxiosInstance' : '';
}

function takesCallback({ is }: Source, call: CallExpression): boolean {
  const last = call.getArguments().at(-1);
  return is.isArrowFunction(last) || is.isFunctionExpression(last);
}

/** Whether a call's answer is used as an observable: `firstValueFrom(…)`, `.pipe(…)`, `.toPromise()`, `client.send(…)`. */
export function isObservable(source: Source, call: CallExpression): boolean {
  const { is } = source;
  const callee = call.getExpression();
  const parent = call.getParent();
  if (is.isPropertyAccessExpression(parent) && /^(?:pipe|toPromise|subscribe)$/.test(parent.getName())) return true;
  if (is.isCallExpression(parent) && /^(?:firstValueFrom|lastValueFrom)$/.test(nameOf(parent.getExpression())))
    return true;
  return (
    is.isPropertyAccessExpression(callee) &&
    callee.getName() === 'send' &&
    /\bClientProxy\b|\bClient(?:Kafka|RMQ|Redis|Nats|TCP)\b/.test(typeOf(source, callee.getExpression()))
  );
}

/** rxjs 7 keeps its operators with the rest. */
export function rxjsModule({ path }: Source, { read }: FixInput['files']): string {
  for (const folder of upFrom(folderOf(path))) {
    const manifest = read(folder === '' ? 'package.json' : `${folder}/package.json`) ?? '';
    const major = /"rxjs"\s*:\s*"[^"\d]*(\d+)/.exec(manifest)?.[1];
    if (major !== undefined) return Number(major) < 7 ? 'rxjs/operators' : 'rxjs';
  }
  return 'rxjs';
}
