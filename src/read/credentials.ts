import type { CredentialFact } from '../model/fact/credential.ts';
import { assignmentsIn } from './credentials/assignments.ts';
import { clusterSecretsIn } from './credentials/cluster.ts';
import { addressesIn, privateKeysIn, tokensIn, type Found } from './credentials/shapes.ts';
import { placeFinderOf } from './places.ts';
import { defineReader, nameOf } from './reader.ts';

const code = /\.(?:[cm]?[jt]s|[jt]sx|py|php|go|java|kt|rb|cs|ex|exs|rs|scala)$/i;
const settings =
  /\.(?:ya?ml|properties|tf|tfvars|sh|bash|ini|cfg|conf|toml)$|^\.env(?:[.\w-]*)$|\.env$|(?:^|[.-])dockerfile(?:[.-][\w.-]+)?$|^\.npmrc$/i;
const keys = /\.(?:pem|key)$|^id_(?:rsa|dsa|ed25519|ecdsa)$/i;
const objects = /^(?:appsettings|config|settings|secrets?|credentials?|service-?account|.*firebase.*)[\w.-]*\.json$/i;
/** What is written for others to fill in. */
const sample =
  /(?:^|[./_-])(?:example|sample|template|dist|schema|tests?|spec|mocks?|fixtures?)(?:[./_-]|$)|\.min\.js$|\.d\.ts$/i;

const speaking =
  /pass|pwd|secret|token|key|credential|PRIVATE|AKIA|ASIA|xox|:\/\/[^\s:/@]{0,80}:[^\s/@]{3,120}@|sk-ant|T3Blb|SG\.|:AA/i;

/** Credentials in what is committed: where they stand and what they are called. Their values go no further than this reader. */
export const credentialsReader = defineReader({
  id: 'credentials',
  version: 3,
  takes: (path) => {
    const name = nameOf(path);
    return (code.test(name) || settings.test(name) || keys.test(name) || objects.test(name)) && !sample.test(name);
  },
  read: ({ file, text }) => {
    if (text.length > 400_000 || !speaking.test(text)) return { facts: [], unreadable: [] };
    const placeOf = placeFinderOf(text);
    const facts = [...distinct(foundIn(nameOf(file), text), (index) => placeOf(index)[0])].map(
      ({ what, name, index }): CredentialFact => ({
        kind: 'credential',
        what,
        name,
        at: placeOf(index),
      }),
    );
    return { facts, unreadable: [] };
  },
});

/** What is encrypted may look as random as it likes. */
const sealed = /^kind:[ \t]*SealedSecret\b|^sops:|\$ANSIBLE_VAULT|\bENC\[/m;

function* foundIn(name: string, text: string): Generator<Found> {
  yield* tokensIn(text);
  yield* privateKeysIn(text);
  yield* addressesIn(text);
  if (sealed.test(text)) return;
  if (/\.ya?ml$/i.test(name)) yield* clusterSecretsIn(text);
  if (code.test(name)) yield* assignmentsIn(text, 'code');
  else if (settings.test(name)) yield* assignmentsIn(text, 'settings');
}

/** One of a kind for each file, the first; of two for one line what says more, which was looked for before. */
function* distinct(all: Iterable<Found>, lineOf: (index: number) => number): Generator<Found> {
  const first = new Map<string, Found>();
  const lines = new Set<number>();
  for (const found of all) {
    const line = lineOf(found.index);
    if (lines.has(line)) continue;
    const known = first.get(found.what);
    if (known && known.index <= found.index) continue;
    lines.add(line);
    first.set(found.what, found);
  }
  yield* [...first.values()].sort((a, b) => a.index - b.index);
}
