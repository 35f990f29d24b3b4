type Labels = Readonly<Record<string, string>>;
type Kind = 'counter' | 'gauge' | 'histogram';
type Series = { value: number; count: number; buckets: number[] };
type Family = { readonly kind: Kind; readonly help: string; readonly series: Map<string, Series> };

/** Upper bounds in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Numbers of one process, in the text format that Prometheus reads. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  count(name: string, help: string, labels: Labels, by = 1): void {
    this.#series('counter', name, help, labels).value += by;
  }

  set(name: string, help: string, labels: Labels, value: number): void {
    this.#series('gauge', name, help, labels).value = value;
  }

  observe(name: string, help: string, labels: Labels, seconds: number): void {
    const series = this.#series('histogram', name, help, labels);
    series.value += seconds;
    series.count += 1;
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  }

  /** Rate, errors and duration of one operation: a call or request that was served or made, a message that was consumed. */
  operation(
    kind: 'rpc' | 'http' | 'client' | 'message' | 'request',
    labels: Labels,
    outcome: string,
    milliseconds: number,
  ): void {
    this.count(`${kind}_total`, `Finished ${kind}s by outcome`, { ...labels, outcome });
    this.observe(`${kind}_seconds`, `Duration of ${kind}s`, labels, milliseconds / 1000);
  }

  render(): string {
    return [...this.#families].flatMap(([name, family]) => renderFamily(name, family)).join('\n') + '\n';
  }

  #series(kind: Kind, name: string, help: string, labels: Labels): Series {
    const family = found(this.#families, name, () => ({ kind, help, series: new Map<string, Series>() }));
    return found(family.series, labelText(labels), () => ({ value: 0, count: 0, buckets: [] }));
  }
}

function renderFamily(name: string, { kind, help, series }: Family): string[] {
  const lines = [...series].flatMap(([labels, one]) =>
    kind === 'histogram' ? renderHistogram(name, labels, one) : [sample(name, labels, one.value)],
  );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines];
}

function renderHistogram(name: string, labels: string, series: Series): string[] {
  let below = 0;
  const buckets = BOUNDS.map((bound, index) => {
    below += series.buckets[index] ?? 0;
    return sample(`${name}_bucket`, joined(labels, `le="${bound}"`), below);
  });
  const all = sample(`${name}_bucket`, joined(labels, 'le="+Inf"'), series.count);
  return [...buckets, all, sample(`${name}_sum`, labels, series.value), sample(`${name}_count`, labels, series.count)];
}

const sample = (name: string, labels: string, value: number) =>
  labels === '' ? `${name} ${value}` : `${name}{${labels}} ${value}`;
const joined = (left: string, right: string) => (left === '' ? right : `${left},${right}`);

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

/** Made for every number of every call, so with as little ado as possible. */
function labelText(labels: Labels): string {
  let text = '';
  for (const [name, value] of Object.entries(labels))
    text = joined(text, `${name}="${value.replace(/[\\"\n]/g, (each) => ESCAPES[each] ?? each)}"`);
  return text;
}

function found<V>(map: Map<string, V>, key: string, make: () => V): V {
  const there = map.get(key);
  if (there) return there;
  const made = make();
  map.set(key, made);
  return made;
}
