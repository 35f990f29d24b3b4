import type { Contracts } from '../../model/contract.ts';
import { baseOf, folderOf } from '../../model/paths.ts';
import type { CodeModel } from '../code/link.ts';
import type { FactIndex } from '../types.ts';

type Message = { readonly name: string; readonly package: string; readonly file: string };

/** The messages whose types are imported, where the name leads to one package only. */
export function usesOf(index: FactIndex, code: CodeModel): Contracts['uses'] {
  const messages = Map.groupBy(
    index
      .ofKind('proto')
      .flatMap(({ file, fact }) => fact.messages.map(({ name }): Message => ({ name, package: fact.package, file }))),
    ({ name }) => name.slice(name.lastIndexOf('.') + 1),
  );
  return code.contractUses.flatMap(({ service, name, from, layer, evidence }) => {
    if (layer) return [];
    const named = messages.get(name) ?? messages.get(name.replace(/Schema$/, '')) ?? [];
    const near = named.filter(({ file }) => isFrom(file, from));
    const found = near.length > 0 ? near : named;
    const packages = new Set(found.map((message) => message.package));
    const [message] = found;
    if (!message || packages.size !== 1 || message.package === '') return [];
    return [{ service, message: message.name, package: message.package, evidence: [evidence] }];
  });
}

/** What files take out of anti-corruption layers. */
export const layeredOf = (code: CodeModel): Contracts['layered'] =>
  code.contractUses.flatMap(({ service, name, layer, evidence }) =>
    layer ? [{ service, name, ...layer, evidence: [evidence] as const }] : [],
  );

/** `orders/v1/events_pb` is generated from `orders/v1/events.proto`. */
const isFrom = (proto: string, specifier: string): boolean => {
  const bare = specifier.replace(/\.[jt]s$/, '').replace(/(?:_pb|_connect|_grpc_pb|\.pb|pb)$/, '');
  const stem = baseOf(proto).replace(/\.proto$/, '');
  return baseOf(bare) === stem && folderOf(proto).endsWith(folderOf(bare).split('/').slice(-2).join('/'));
};
