import { spellingOf, type PlanInput } from '../../src/scaffold/kit.ts';
import { bornView } from '../service/born.ts';

export type RequestAnswers = { readonly name: string; readonly in: string; readonly to: string };
export type RequestView = ReturnType<typeof requestView>;

/** Who asks, who answers, and what. */
export function requestView({
  answers,
  workspace,
  service,
}: Pick<PlanInput<RequestAnswers>, 'answers' | 'workspace' | 'service'>) {
  const answering = workspace.services.find(({ name }) => name === answers.to);
  if (!answering) throw new Error(`there is no service "${answers.to}"`);
  const request = spellingOf(answers.name);
  const [asker, responder] = [bornView(service, workspace), bornView(answering, workspace)];
  return {
    workspace: { scope: workspace.scope },
    request,
    asker,
    responder,
    /** Below the contracts package. */
    contract: `${responder.context.snake}/v1/${request.snake}_pb`,
  };
}
