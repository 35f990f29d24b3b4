/** Where a context speaks its own language. */
const INSIDE =
  /(?:^|\/)(?:domain|application|core|use-?cases?|entities|aggregates|value-objects|policies)\/|\.(?:entity|aggregate|use-?case|value-object|domain|policy)\.[cm]?[jt]sx?$/i;
/** Where it translates from and into the language of others. */
const EDGE =
  /(?:^|\/)(?:adapters?|infrastructure|infra|controllers?|clients?|mappers?|gateways?|presentation|interfaces?|http|rpc|grpc|api|transport|acl|anti-corruption|translators?|consumers?|subscribers?|listeners?|publishers?|messaging|events?\/(?:in|out)|ports?)\/|\.(?:adapter|controller|client|mapper|gateway|translator|consumer|listener|subscriber|resolver|publisher|module)\.[cm]?[jt]sx?$/i;
const ASIDE = /(?:^|\/)(?:tests?|__tests__|e2e|fixtures|mocks)\/|[.-](?:spec|test)\.[cm]?[jt]sx?$/i;

/** What holds the words of the other side in an anti-corruption layer. */
const MODEL = /(?:^|[/.-])(?:model|foreign|schema|dto|type)s?\.[cm]?[jt]sx?$/i;

/** Whether a file may not have this of a layer: its domain nothing at all, the rest no words of the other side. */
export const isKeptFrom = (file: string, ofLayer: string): boolean =>
  isInside(file) || (MODEL.test(ofLayer) && !ASIDE.test(file));

/** Whether a file of a service belongs to its domain or its use cases. The layer nearest to the file decides. */
export const isInside = (file: string): boolean => INSIDE.test(file) && !EDGE.test(file) && !ASIDE.test(file);
