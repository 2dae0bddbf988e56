import {
  findObjects,
  findResources,
  findStrings,
  type NamedResource,
  type StackTemplate,
} from '../stacks/stack-template.ts';

/**
 * Actions that take no resource according to the service's authorization table. A policy can only name
 * `*` for them. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const RESOURCELESS_ACTIONS: ReadonlySet<string> = new Set([
  'cloudwatch:GetMetricData',
  'cloudwatch:PutMetricData',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** Actions on the objects of one bucket. The object keys are not known in advance. */
const OBJECT_ACTIONS = /^s3:(Abort|Delete|Get|Put)/;

/**
 * Finds statements that allow `*` in an action, or in a resource where the service takes a specific one.
 *
 * @returns one line for each, with its location and the wildcard
 */
export const findWildcards = (templates: readonly StackTemplate[]): string[] =>
  listAllowStatements(templates).flatMap((statement) => [
    ...findWildcardActions(statement),
    ...findWildcardResources(statement),
  ]);

const findWildcardActions = (statement: PolicyStatement): string[] =>
  statement.actions.flatMap((action) =>
    action.includes('*') && !isKeysOwnPolicy(statement) ? `${statement.location}: ${action}` : [],
  );

const findWildcardResources = (statement: PolicyStatement): string[] => {
  const { location, actions, resources } = statement;
  // In a key's policy, `*` is the key itself.
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
 * DescribeAlarms requires access to all alarms. The narrowest resource is `alarm:*` of one account and
 * region.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
const isAlarmList = (actions: readonly string[], resource: string): boolean =>
  actions.join() === 'cloudwatch:DescribeAlarms' && resource.endsWith(':alarm:*');

/**
 * A KMS key's policy must grant the account `kms:*` on `*`, which is the key itself. Otherwise, the key
 * could never be changed.
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
 * Finds public access that bypasses the HTTP API: open buckets, function URLs, and permissions for
 * everyone.
 *
 * @returns one line for each
 */
export const findPublicAccess = (templates: readonly StackTemplate[]): string[] => [
  ...findOpenBuckets(templates),
  ...findResources(templates, 'AWS::Lambda::Url').map(
    ({ location }) => `${location}: a function URL`,
  ),
  ...findResources(templates, 'AWS::Lambda::Permission').flatMap(({ location, Properties }) =>
    Properties?.Principal === '*' ? `${location}: everyone may invoke` : [],
  ),
  ...listAllowStatements(templates).flatMap(({ location, principals, actions }) =>
    principals.includes('*') ? `${location}: ${actions.join(', ')} for everyone` : [],
  ),
];

const findOpenBuckets = (templates: readonly StackTemplate[]): string[] =>
  findResources(templates, 'AWS::S3::Bucket').flatMap(({ location, Properties }) => {
    const access = (Properties?.PublicAccessBlockConfiguration ?? {}) as Record<string, unknown>;
    const open = PUBLIC_ACCESS_BLOCKS.filter((setting) => access[setting] !== true);
    return open.length > 0 ? `${location}: without ${open.join(', ')}` : [];
  });

type PolicyStatement = {
  /** The location of the resource that contains the statement. */
  readonly location: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** As in the template: strings, or objects of CloudFormation's functions. */
  readonly resources: readonly unknown[];
  readonly principals: readonly unknown[];
};

/** All `Allow` statements in roles, policies, and resource policies. */
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
  location,
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
