import {
  findObjects,
  findResources,
  findStrings,
  isCdkOwn,
  type NamedResource,
  type StackTemplate,
} from '../stacks/stack-template.ts';

/**
 * Actions that name no resource in the service's own authorization table, so that `*` is all that can
 * be written. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const RESOURCELESS_ACTIONS: ReadonlySet<string> = new Set([
  'cloudwatch:PutMetricData',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** A star that stands for what nobody can name beforehand: the objects of one bucket. */
const OBJECT_ACTIONS = /^s3:(Abort|Delete|Get|Put)/;

/**
 * Where something is allowed by `*`: in an action, or in a resource although the service takes one.
 *
 * @returns a line for each: where it stands, and what is too wide
 */
export const findWildcards = (templates: readonly StackTemplate[]): string[] =>
  listAllowStatements(templates)
    .filter(({ location }) => !isCdkOwn(location))
    .flatMap((statement) => [
      ...findWildcardActions(statement),
      ...findWildcardResources(statement),
    ]);

const findWildcardActions = (statement: PolicyStatement): string[] =>
  statement.actions.flatMap((action) =>
    action.includes('*') && !isKeysOwnPolicy(statement) ? `${statement.location}: ${action}` : [],
  );

const findWildcardResources = (statement: PolicyStatement): string[] => {
  const { location, actions, resources } = statement;
  // The policy of a resource speaks of that resource.
  if (isKeysOwnPolicy(statement)) return [];
  return resources.flatMap((resource) => {
    const text = findStrings(resource).join('');
    if (!text.includes('*')) return [];
    if (text === '*' && actions.every((action) => RESOURCELESS_ACTIONS.has(action))) return [];
    if (isAlarmList(actions, text)) return [];
    const isOfObjects = text.endsWith('/*') && actions.every((each) => OBJECT_ACTIONS.test(each));
    return isOfObjects ? [] : `${location}: ${actions.join(', ')} on ${text}`;
  });
};

/**
 * CloudWatch lists alarms only to who may see any; `alarm:*` of one account and region is the least.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
const isAlarmList = (actions: readonly string[], resource: string): boolean =>
  actions.join() === 'cloudwatch:DescribeAlarms' && resource.endsWith(':alarm:*');

/**
 * A KMS key's policy must give the account all of `kms:*` on `*`, which is the key itself: otherwise
 * nobody could ever change it.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const isKeysOwnPolicy = ({ type }: PolicyStatement): boolean => type === 'AWS::KMS::Key';

/** The settings that block public access to an S3 bucket. */
const PUBLIC_ACCESS_BLOCKS = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;

/**
 * What anybody could reach without asking the HTTP API: open buckets, function URLs, and whatever is
 * allowed to everybody.
 *
 * @returns a line for each
 */
export const findPublicAccess = (templates: readonly StackTemplate[]): string[] => [
  ...findOpenBuckets(templates),
  ...findResources(templates, 'AWS::Lambda::Url').map(
    ({ location }) => `${location}: a function URL`,
  ),
  ...findResources(templates, 'AWS::Lambda::Permission').flatMap(({ location, Properties }) =>
    Properties?.Principal === '*' ? `${location}: anybody may invoke` : [],
  ),
  ...listAllowStatements(templates).flatMap(({ location, principals, actions }) =>
    principals.includes('*') ? `${location}: ${actions.join(', ')} for everybody` : [],
  ),
];

const findOpenBuckets = (templates: readonly StackTemplate[]): string[] =>
  findResources(templates, 'AWS::S3::Bucket').flatMap(({ location, Properties }) => {
    const access = (Properties?.PublicAccessBlockConfiguration ?? {}) as Record<string, unknown>;
    const open = PUBLIC_ACCESS_BLOCKS.filter((setting) => access[setting] !== true);
    return open.length > 0 ? `${location}: without ${open.join(', ')}` : [];
  });

type PolicyStatement = {
  /** Of the resource that it stands in. */
  readonly location: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** As in the template: texts, or objects of CloudFormation's functions. */
  readonly resources: readonly unknown[];
  readonly principals: readonly unknown[];
};

/** Every statement that allows something, in roles, policies, and the policies of resources. */
const listAllowStatements = (templates: readonly StackTemplate[]): PolicyStatement[] =>
  findResources(templates).flatMap((resource) =>
    findObjects(resource.Properties).flatMap((each) =>
      each.Effect === 'Allow' && 'Action' in each ? statement(resource, each) : [],
    ),
  );

const statement = (
  { location, Type }: NamedResource,
  { Action, Resource, Principal }: Readonly<Record<string, unknown>>,
): PolicyStatement => ({
  location: location,
  type: Type,
  actions: list(Action) as string[],
  resources: list(Resource),
  principals: principals(Principal),
});

const list = (value: unknown): unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

const principals = (value: unknown): unknown[] => {
  if (value === undefined || typeof value === 'string') return list(value);
  return Object.values(value as Readonly<Record<string, unknown>>).flatMap(list);
};
