import { libraryBaseOf } from '../evaluate/classes.ts';
import { lastStep, optionsOf } from '../things.ts';
import type { Library } from '../types.ts';

/** `publisher.mergeObjectContext(order)` of Nest is the aggregate it was given. */
export const cqrsContexts: Library = {
  packages: ['@nestjs/cqrs'],
  result: ({ path }, [first]) => (/^merge(?:Object|Class)Context$/.test(lastStep(path)) ? first : undefined),
};

/** `plainToInstance(Order, row)`: a row that becomes an aggregate can do what that can. Of other classes the fields count. */
export const transformed: Library = {
  packages: ['class-transformer'],
  result: ({ path }, [first], { program }) => {
    if (!/^plainTo(?:Class|Instance)$/.test(lastStep(path))) return undefined;
    const [made] = optionsOf(first).flatMap((option) =>
      option.kind === 'class' && libraryBaseOf(option) ? [option] : [],
    );
    return made && program.instance(made, []);
  },
};
