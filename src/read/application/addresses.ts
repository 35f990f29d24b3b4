import type { AddressFact } from '../../model/fact/infrastructure.ts';
import { given } from '../reader.ts';
import { maskedText } from '../secrets.ts';
import { entriesOf, itemsOf, textOf, type Tree } from '../tree/tree.ts';

/** Sections that say where logs, traces, databases and the configuration itself are, or where the application listens. */
const elsewhere =
  /^(?:ConnectionStrings|Serilog|Logging|NLog|Kestrel|AllowedHosts|urls|ReverseProxy|eureka|zuul|management|logging|datasource|rabbitmq|kafka|redis|mongodb|zipkin|sleuth|config|consul|admin|data|mail|cors|springdoc|swagger|HealthChecks|HealthChecksUI|HealthChecks-UI)$/i;
const most = 200;

/** Every text in the settings that is the address of something, with the path of its keys as its name. */
export function addressesIn(tree: Tree, of: string | undefined): readonly AddressFact[] {
  const found: AddressFact[] = [];
  const visit = (at: Tree, path: readonly string[]): void => {
    // What a gateway routes is read as routes.
    if (found.length >= most || path.length > 20 || path.join('.') === 'spring.cloud.gateway') return;
    const text = textOf(at);
    if (text !== undefined && looksLikeAddress(text))
      found.push({ kind: 'address', name: path.join('.'), value: maskedText(text), ...given('of', of), at: at.at });
    for (const [key, { value }] of entriesOf(at)) if (!elsewhere.test(key)) visit(value, [...path, key]);
    for (const [index, item] of itemsOf(at).entries()) visit(item, [...path, String(index)]);
  };
  visit(tree, []);
  return found;
}

/** `http://orders:8080/x`, `orders:8080`, `lb://orders`; a variable with such a default counts. */
export const looksLikeAddress = (text: string): boolean =>
  text.length < 300 &&
  (/^(?:\$\{[\w.-]+:)?(?:https?|grpc|grpcs|lb|dns|tcp|ws|wss):\/\/[\w${[]/i.test(text) ||
    /^(?:\$\{[\w.-]+:)?[A-Za-z][\w.-]*:\d{2,5}\/?\}?$/.test(text));
