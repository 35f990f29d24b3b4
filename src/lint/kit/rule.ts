import type { Model } from '../../model/model.ts';
import type { OptionSpec, Proof, Rule, Saying, Undecided } from '../../model/rule.ts';

/** `say('onePath', { path }, proof)`: the message is written once, by name, apart from the walk that finds it. */
type Say<M> = <K extends keyof M>(message: K, data: M[K], proof: Proof) => Saying;
/** `option('maxHops')`: what msvc.yaml sets, else the default. */
type Option<O> = <K extends keyof O>(name: K) => O[K];

type Definition<M, O> = Omit<Rule, 'options' | 'check'> & {
  readonly messages: { readonly [K in keyof M]: (data: M[K]) => string };
  readonly options?: { readonly [K in keyof O]: OptionSpec<O[K]> };
  readonly check: (model: Model, say: Say<M>, option: Option<O>) => Iterable<Saying | Undecided>;
};

/** Ties messages and options of a rule to its walk, typed from their own declarations. */
export function defineRule<M, O = Record<never, never>>(definition: Definition<M, O>): Rule {
  const { messages, options, check, ...about } = definition;
  const say: Say<M> = (message, data, proof) => ({ message: messages[message](data), ...proof });
  return {
    ...about,
    options: options ?? {},
    check: (model, given) => check(model, say, optionOf(options, given)),
  };
}

function optionOf<O>(
  specs: { readonly [K in keyof O]: OptionSpec<O[K]> } | undefined,
  given: Readonly<Record<string, unknown>>,
): Option<O> {
  return (name) => {
    if (!specs) throw new Error(`A rule without options asked for ${String(name)}`);
    return specs[name].read(given[String(name)]) ?? specs[name].default;
  };
}
