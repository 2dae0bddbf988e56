import { isCdkOwn } from './cdk-own.ts';
import { allowStatements, type PolicyStatement } from './policy-statements.ts';
import { type StackTemplate, textsIn } from './stack-template.ts';

/**
 * Actions that name no resource in the service's own authorization table, so that `*` is all that can
 * be written. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const NAMELESS: ReadonlySet<string> = new Set([
  'cloudwatch:PutMetricData',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** A star that stands for what nobody can name beforehand: the objects of one bucket. */
const OBJECTS_OF_A_BUCKET = /^s3:(Abort|Delete|Get|Put)/;

/**
 * CloudWatch lists alarms only to who may see any; `alarm:*` of one account and region is the least.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
const isListOfAlarms = (actions: readonly string[], resource: string): boolean =>
  actions.join() === 'cloudwatch:DescribeAlarms' && resource.endsWith(':alarm:*');

/**
 * Where something is allowed by `*`: in an action, or in a resource although the service takes one.
 *
 * @returns a line for each: where it stands, and what is too wide
 */
export const findStars = (templates: readonly StackTemplate[]): string[] =>
  allowStatements(templates)
    .filter(({ place }) => !isCdkOwn(place))
    .flatMap((statement) => [...starredActions(statement), ...starredResources(statement)]);

const starredActions = (statement: PolicyStatement): string[] =>
  statement.actions.flatMap((action) =>
    action.includes('*') && !isKeysOwnPolicy(statement) ? `${statement.place}: ${action}` : [],
  );

const starredResources = (statement: PolicyStatement): string[] => {
  const { place, actions, resources } = statement;
  // The policy of a resource speaks of that resource.
  if (isKeysOwnPolicy(statement)) return [];
  return resources.flatMap((resource) => {
    const text = textsIn(resource).join('');
    if (!text.includes('*')) return [];
    if (text === '*' && actions.every((action) => NAMELESS.has(action))) return [];
    if (isListOfAlarms(actions, text)) return [];
    const isOfObjects =
      text.endsWith('/*') && actions.every((each) => OBJECTS_OF_A_BUCKET.test(each));
    return isOfObjects ? [] : `${place}: ${actions.join(', ')} on ${text}`;
  });
};

/**
 * A KMS key's policy must give the account all of `kms:*` on `*`, which is the key itself: otherwise
 * nobody could ever change it.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const isKeysOwnPolicy = ({ type }: PolicyStatement): boolean => type === 'AWS::KMS::Key';
