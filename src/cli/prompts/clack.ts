import { confirm, multiselect, select, text } from '@clack/prompts';
import { errors } from '../../errors.ts';
import type { Offer, Prompter } from './prompter.ts';

/** Prompts on the terminal of this process. */
export const clackPrompter: Prompter = {
  text: async ({ ask, initial, placeholder }, check) =>
    answered(
      await text({
        message: ask,
        ...(placeholder !== undefined && { placeholder }),
        ...(initial !== undefined && initial !== '' && { defaultValue: initial, placeholder: initial }),
        validate: (typed) => check(typed === undefined || typed === '' ? (initial ?? '') : typed),
      }),
    ),
  confirm: async ({ ask, initial }) => answered(await confirm({ message: ask, initialValue: initial ?? false })),
  pickOne: async ({ ask, initial }, offers) =>
    answered(
      await select({
        message: ask,
        options: optionsOf(offers),
        ...(initial !== undefined && { initialValue: initial }),
      }),
    ),
  pickMany: async ({ ask, initial }, offers) =>
    answered(
      await multiselect({
        message: `${ask}  (space picks, enter goes on)`,
        options: optionsOf(offers),
        initialValues: [...(initial ?? [])],
        required: false,
      }),
    ),
};

const optionsOf = (offers: readonly Offer[]) =>
  offers.map(({ value, note }) => ({ value, label: value, ...(note !== undefined && { hint: note }) }));

/** clack answers Ctrl-C with a symbol. */
function answered<T>(value: T): Exclude<T, symbol> {
  if (typeof value === 'symbol') throw errors.cancelled();
  // The compiler does not narrow a type parameter by typeof.
  return value as Exclude<T, symbol>;
}
