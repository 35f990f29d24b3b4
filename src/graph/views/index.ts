import { graphErrors } from '../../errors/graph.ts';
import type { Model } from '../../model/model.ts';
import type { ModuleImports } from '../../model/module-imports.ts';
import type { View, ViewId } from '../types.ts';
import { contextsView } from './contexts.ts';
import { dataView } from './data.ts';
import { deployView } from './deploy.ts';
import { eventsView } from './events.ts';
import { modulesView } from './modules.ts';
import { requestView } from './request.ts';
import { sagaView } from './saga.ts';
import { servicesView } from './services.ts';

/** What some views are asked for beside the model. */
export type Asked = {
  /** `request`: the operation that it begins with. */
  readonly from?: string | undefined;
  /** `modules`: what the files of the service import. */
  readonly imports?: ModuleImports | undefined;
};

/** One view of a model. Throws where something is asked for that is not there. */
export function viewOf(id: ViewId, model: Model, { from, imports }: Asked = {}): View {
  switch (id) {
    case 'services':
      return servicesView(model);
    case 'contexts':
      return contextsView(model);
    case 'events':
      return eventsView(model);
    case 'data':
      return dataView(model);
    case 'request':
      return requestView(model, from);
    case 'saga':
      return sagaView(model);
    case 'deploy':
      return deployView(model);
    case 'modules':
      if (!imports)
        throw graphErrors.missingName('modules', '--service', model.services.map(({ name }) => name).sort(), 'service');
      return modulesView(model, imports);
  }
}
