import type { TriggerFact } from '../../model/fact/cloud.ts';
import type { BrokerBindingFact } from '../../model/fact/infrastructure.ts';
import type { At } from '../../model/fact/module.ts';
import { below, entriesOf, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';
import { withoutAttribute, type Names } from './names.ts';

const routed = (method: string | undefined, path: string | undefined, at: At): TriggerFact => ({
  protocol: 'http',
  names: [],
  method: method === undefined || method === '*' || /^any$/i.test(method) ? 'ANY' : method.toUpperCase(),
  path: `/${(path ?? '').replace(/^\//, '')}`.replace(/\{(\w+)\+\}/, '*$1').replace(/^\/\$default$/, '/*'),
  at,
});

const named = (protocol: TriggerFact['protocol'], name: string | undefined, at: At): TriggerFact => ({
  protocol,
  names: name === undefined ? [] : [name],
  at,
});

const typesOf = (pattern: Tree | undefined): readonly string[] =>
  textsOf(below(pattern, 'detail-type') ?? below(pattern, 'DetailType'));

/** An event of the Serverless Framework: `- http: GET /orders`, `- sqs: { arn: … }`. */
export function eventsOf(event: Tree, names: Names): readonly TriggerFact[] {
  return entriesOf(event).flatMap(([kind, { value, at }]): readonly TriggerFact[] => {
    switch (kind) {
      case 'http':
      case 'httpApi': {
        const [method, path] = textOf(value)?.trim().split(/\s+/) ?? [textAt(value, 'method'), textAt(value, 'path')];
        return [path === undefined ? routed('ANY', '*', at) : routed(method, path, at)];
      }
      case 'sqs':
        return [named('sqs', names.bare(below(value, 'arn') ?? value), at)];
      case 'sns':
        return [named('sns', names.bare(below(value, 'topicName') ?? below(value, 'arn') ?? value), at)];
      case 'stream': {
        const arn = below(value, 'arn') ?? value;
        const isKinesis = textAt(value, 'type') === 'kinesis' || textOf(arn)?.includes(':kinesis:') === true;
        return [named(isKinesis ? 'kinesis' : 'dynamodb', names.bare(arn), at)];
      }
      case 'eventBridge': {
        const isTimed = below(value, 'schedule') !== undefined;
        return [
          isTimed
            ? named('schedule', undefined, at)
            : { protocol: 'eventbridge', names: typesOf(below(value, 'pattern')), at },
        ];
      }
      case 's3':
        return [named('s3', names.bare(below(value, 'bucket') ?? value), at)];
      case 'schedule':
        return [named('schedule', undefined, at)];
      default:
        return [];
    }
  });
}

/** An event of SAM: `{ Type: SQS, Properties: { Queue: !GetAtt Mail.Arn } }`. */
export function samEventOf(event: Tree, names: Names): readonly TriggerFact[] {
  const given = below(event, 'Properties');
  const { at } = event;
  switch (textAt(event, 'Type')) {
    case 'Api':
    case 'HttpApi':
      return [routed(textAt(given, 'Method'), textAt(given, 'Path') ?? '*', at)];
    case 'SQS':
      return [named('sqs', names.bare(below(given, 'Queue')), at)];
    case 'SNS':
      return [named('sns', names.bare(below(given, 'Topic')), at)];
    case 'DynamoDB':
      return [named('dynamodb', names.bare(below(given, 'Stream')), at)];
    case 'Kinesis':
      return [named('kinesis', names.bare(below(given, 'Stream')), at)];
    case 'S3':
      return [named('s3', names.bare(below(given, 'Bucket')), at)];
    case 'EventBridgeRule':
    case 'CloudWatchEvent':
      return [{ protocol: 'eventbridge', names: typesOf(below(given, 'Pattern')), at }];
    case 'Schedule':
    case 'ScheduleV2':
      return [named('schedule', undefined, at)];
    default:
      return [];
  }
}

/** What resources lead on: subscriptions of queues to topics, rules of the bus with queues behind them, and outputs. */
export function bindingsOf(tree: Tree, names: Names): readonly BrokerBindingFact[] {
  const bound = (source: string | undefined, destination: string | undefined, at: At): readonly BrokerBindingFact[] =>
    source === undefined || destination === undefined || source === destination
      ? []
      : [{ kind: 'broker-binding', source, destination, at }];
  const led = names.resources.flatMap(([, resource]) => {
    const given = below(resource, 'Properties');
    switch (textAt(resource, 'Type')) {
      case 'AWS::SNS::Subscription':
        return textAt(given, 'Protocol') === 'sqs'
          ? bound(names.bare(below(given, 'TopicArn')), names.bare(below(given, 'Endpoint')), resource.at)
          : [];
      case 'AWS::Events::Rule':
        return typesOf(below(given, 'EventPattern')).flatMap((type) =>
          itemsOf(below(given, 'Targets')).flatMap((target) =>
            bound(type, names.bare(below(target, 'Arn')), target.at),
          ),
        );
      default:
        return [];
    }
  });
  // Others ask for an output by its name, and mean the queue.
  const outputs = [below(tree, 'Outputs'), below(tree, 'resources', 'Outputs')].flatMap((place) => entriesOf(place));
  const channels = new Set(
    names.resources.flatMap(([id, resource]) =>
      /^AWS::(?:SQS::Queue|SNS::Topic)$/.test(textAt(resource, 'Type') ?? '')
        ? [named('sqs', id, resource.at).names[0]]
        : [],
    ),
  );
  const told = outputs.flatMap(([output, { value, at }]) => {
    const meant = below(value, 'Value');
    const id = (textOf(meant) ?? textAt(meant, 'Ref') ?? textOf(itemsOf(below(meant, 'Fn::GetAtt'))[0]) ?? '').split(
      '.',
    )[0];
    return channels.has(id) ? bound(withoutAttribute(output), names.bare(meant), at) : [];
  });
  return [...led, ...told];
}
