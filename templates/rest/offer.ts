import {
  addNamedImport,
  addToListProperty,
  addToResult,
  fieldsIn,
  rpcsIn,
  spellingOf,
  wrappersOf,
  type Change,
  type PlanInput,
  type ServicePlace,
} from '../../src/scaffold/kit.ts';
import { placesIn, routesIn, type Place } from './routes.ts';

type Input = Pick<PlanInput<unknown>, 'service' | 'workspace' | 'files' | 'render'>;

/** Something that a context offers to callers from outside: its own service, an aggregate, a saga. */
export type Offer = {
  /** `account`: names its contract, its handlers (`accountService`) and its table of routes. */
  readonly name: string;
  readonly contract: string;
  /** Callers from outside may ask where one stands; to help one that is stuck is for people inside. */
  readonly isSaga: boolean;
};

export const contextNameOf = (service: ServicePlace): string => spellingOf(service.contexts[0] ?? service.name).kebab;
const folderOf = (service: ServicePlace): string => `${spellingOf(contextNameOf(service)).snake}/v1`;
const apiFile = (service: ServicePlace, name: string): string => `${service.path}/adapters/rest/${name}-api.ts`;

/** The own service first, then what stands beside it. */
export function offersOf({ service, files }: Pick<Input, 'service' | 'files'>): readonly Offer[] {
  const own = contextNameOf(service);
  const context = files.read(`${service.path}/context.ts`) ?? '';
  const names = [...context.matchAll(/'\.\/adapters\/rpc\/([\w-]+)-service\.ts'/g)].map(([, name = '']) => name);
  return [own, ...names.filter((name) => name !== own)].flatMap((name) => {
    const { snake, camel } = spellingOf(name);
    const contract = files.read(`contracts/${folderOf(service)}/${snake}.proto`);
    if (contract === undefined && name !== own) return [];
    return [
      { name, contract: contract ?? '', isSaga: new RegExp(`\\b${camel}Service\\(\\s*sagaDesk\\(`).test(context) },
    ];
  });
}

/** What the templates are rendered with. */
export function offerView({ service, workspace, files }: Input, offer: Offer, taken?: readonly Place[]) {
  const context = spellingOf(contextNameOf(service));
  const spelling = spellingOf(offer.name);
  const { contract: proto, isSaga } = offer;
  const isOwn = spelling.kebab === context.kebab;
  const folder = folderOf(service);
  const places = taken ?? placesBeside({ service, files }, offer);
  const routes = routesIn(proto, 'v1', places).filter(({ method }) => !isSaga || method === 'GET');
  const read = routes.find(({ method, path, answers }) => method === 'GET' && path.endsWith('/{id}') && answers !== '');
  const made = routes.find(({ makes, path }) => makes !== '' && `${path}/{id}` === read?.path);
  const request = rpcsIn(proto).find(({ name }) => spellingOf(name).camel === made?.rpc)?.request ?? '';
  const fields = fieldsIn(proto, request);
  return {
    workspace,
    service,
    context: { name: context.kebab, ...context },
    offer: spelling,
    isOwn,
    isSaga,
    api: isOwn ? 'api' : `${spelling.camel}Api`,
    folder,
    contract: `${folder}/${spelling.snake}`,
    routes,
    made: made && read ? made : false,
    read: read ?? false,
    resource: spellingOf(made?.answers ?? '').pascal,
    /** A field that tells one request from another. */
    changed: spellingOf(fields.find(({ type, repeated }) => type === 'string' && !repeated)?.name ?? '').camel,
    isBirth: made !== undefined && fields.map(({ name }) => name).join() === 'reference,amount',
    port: String(8000 + service.number),
  };
}
export type OfferView = ReturnType<typeof offerView>;

const placesBeside = ({ service, files }: Pick<Input, 'service' | 'files'>, { name }: Offer): readonly Place[] =>
  offersOf({ service, files })
    .filter((other) => other.name !== name)
    .flatMap((other) => placesIn(files.read(apiFile(service, other.name)) ?? ''));

/** Whether callers from outside reach the service over HTTP. */
export const hasRest = ({ service, files }: Pick<Input, 'service' | 'files'>): boolean =>
  files.read(apiFile(service, contextNameOf(service))) !== undefined;

/** A table of routes, its tests where something can be made, and the facade that answers. */
export function* offerChanges(input: Input, view: OfferView): Generator<Change> {
  const { service, render } = input;
  const file = (fragment: string, path: string): Change => ({
    kind: 'create',
    path: `${service.path}/${path}`,
    content: render.file(`../rest/fragments/${fragment}`, view),
  });
  if (view.routes.length === 0 && !view.isOwn) return;
  yield file('api.ts.hbs', `adapters/rest/${view.offer.kebab}-api.ts`);
  if (view.isOwn) yield file('rest.test.ts.hbs', 'test/rest.test.ts');
  else if (view.made) yield file('rest.test.ts.hbs', `test/${view.offer.kebab}-rest.test.ts`);
  yield facadeChange(input, view);
}

/** The context answers over HTTP too, with the handlers it has, whatever else they stand on. */
const facadeChange = ({ service, workspace }: Input, { offer, api, isSaga }: OfferView): Change => ({
  kind: 'edit-typescript',
  path: `${service.path}/context.ts`,
  edit: (file) => {
    if (file.getImportDeclaration(`./adapters/rest/${offer.kebab}-api.ts`)) return;
    const handlers = `${offer.camel}Service`;
    const call = new RegExp(`\\b${handlers}\\(\\{([^}]*)\\}\\)`).exec(file.getText());
    const others = (call?.[1] ?? '').split(',').filter((each) => each.trim() !== '' && each.trim() !== 'atomically');
    const dependencies = ['atomically: (work) => transaction((tx) => work(storesIn(tx)))', ...others].join(', ');
    const made = isSaga ? `${handlers}(sagaDesk(database, ${offer.camel}Saga))` : `${handlers}({ ${dependencies} })`;
    // What limits and caches calls does so however they come.
    const guarded = wrappersOf(file, handlers).reduce((one, layer) => `${layer.by}(${one}, ${layer.with})`, made);
    const service = `${isSaga ? '()' : '(transaction)'} => ${guarded}`;
    const given = api === 'api' ? 'api' : `api: ${api}`;
    const element = `restFacade({ ${given}, database, service: ${service} })`;
    if (file.getText().includes('facades:')) addToListProperty(file, 'facades', { element, behind: 'facades' });
    else addToResult(file, 'build', `facades: [${element}]`);
    addNamedImport(file, `${workspace.scope}/chassis/rest/facade`, 'restFacade');
    addNamedImport(file, `./adapters/rest/${offer.kebab}-api.ts`, api);
  },
});
