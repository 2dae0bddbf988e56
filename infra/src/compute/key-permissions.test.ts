import { type FunctionId, functions } from '@willcall/topology';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { findByType, payingTemplates } from '../stacks/stage.fixture.ts';
import { type Allowed, findAllowedFor } from '../stacks/statements.fixture.ts';

const ids = Object.keys(functions) as FunctionId[];

/** What a service does with the key for its caller. DynamoDB's `kms:ReEncrypt*` is written out. */
const uses = {
  read: 'Decrypt',
  send: 'Decrypt GenerateDataKey',
  change: 'Decrypt DescribeKey Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo',
} as const;
type Use = keyof typeof uses;

/**
 * How each action on an encrypted resource uses the key. An action that is not listed does not use it: it
 * handles no content.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const useOfAction: ReadonlyMap<string, Use> = new Map([
  ['dynamodb:GetItem', 'read'],
  ['dynamodb:BatchGetItem', 'read'],
  ['dynamodb:Query', 'read'],
  ['dynamodb:Scan', 'read'],
  ['dynamodb:ConditionCheckItem', 'read'],
  ['dynamodb:GetRecords', 'read'],
  ['dynamodb:PutItem', 'change'],
  ['dynamodb:UpdateItem', 'change'],
  ['dynamodb:DeleteItem', 'change'],
  ['dynamodb:BatchWriteItem', 'change'],
  ['sqs:ReceiveMessage', 'read'],
  ['sqs:SendMessage', 'send'],
  ['s3:GetObject', 'read'],
  ['s3:PutObject', 'send'],
  ['secretsmanager:GetSecretValue', 'read'],
]);

/** Each role's use of the stage's key, by the service that uses it on the role's behalf. */
const keyUse: Readonly<Record<FunctionId, Readonly<Record<string, Use>>>> = {
  health: {},
  accept: { dynamodb: 'read', sqs: 'send', secretsmanager: 'read' },
  purchases: { dynamodb: 'change', secretsmanager: 'read' },
  shows: { dynamodb: 'change', secretsmanager: 'read' },
  'live-sale': { dynamodb: 'change', sqs: 'send' },
  tally: { dynamodb: 'change', s3: 'send' },
  stream: { dynamodb: 'change', sqs: 'send', s3: 'send' },
  sweep: { dynamodb: 'change' },
  'show-jobs': { dynamodb: 'change' },
  audit: { dynamodb: 'read' },
  'show-audit': { dynamodb: 'change', sqs: 'read' },
  payments: { dynamodb: 'change', sqs: 'send', secretsmanager: 'read' },
  'payment-tasks': { dynamodb: 'change', sqs: 'read', secretsmanager: 'read' },
  'payment-sweep': { dynamodb: 'change', sqs: 'send' },
  reconcile: { dynamodb: 'change', sqs: 'send', secretsmanager: 'read' },
  pricing: { dynamodb: 'change' },
  flyers: { dynamodb: 'change' },
  'dead-letters': { dynamodb: 'change', sqs: 'send' },
  'dead-letters-api': { dynamodb: 'read', sqs: 'send' },
  worker: { dynamodb: 'change', sqs: 'read' },
};

const ViaService = z.object({
  StringEquals: z.object({
    'kms:ViaService': z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }),
  }),
});

/** The actions on the key that a deployed role may use, by service: one statement for each. */
const deployedKeyUse = (id: FunctionId) =>
  findAllowedFor(id)
    .filter(({ actions }) => actions.some((action) => action.startsWith('kms:')))
    .map(({ actions, condition }) => {
      const [service] = ViaService.parse(condition).StringEquals['kms:ViaService']['Fn::Join'][1];
      return [
        String(service).replace(/\.$/, ''),
        actions.map((action) => action.replace('kms:', '')).join(' '),
      ] as const;
    });

it.each(ids)(
  '%s uses the key of the stage through the services that need it, for no more',
  (id) => {
    const used = deployedKeyUse(id);
    const expected = Object.entries(keyUse[id]).map(([service, use]) => [service, uses[use]]);
    expect(Object.fromEntries(used)).toEqual(Object.fromEntries(expected));
    expect(used).toHaveLength(expected.length);
  },
);

/** The logical id without its hash, in the id or the ARN of a resource. */
const nameIn = (text: string): string =>
  /(?:Table|Queue|Bucket)[a-z]+|PurchaseIdKeys|PaymentKeys|OriginSecret/.exec(text)?.[0] ?? text;

/** The resources that the deployed stage encrypts with its key. */
const findEncrypted = (): ReadonlySet<string> =>
  new Set(
    ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret']
      .flatMap((type) => findByType(payingTemplates('prod'), type))
      .filter(([, { Properties }]) =>
        /"K(ms|MS)(Master)?KeyI[dD]"/.test(JSON.stringify(Properties)),
      )
      .map(([id]) => nameIn(id)),
  );

/** The uses of the key that a role's other statements require, as `<service>:<action on the key>`. */
const findRequired = (allowed: readonly Allowed[]): ReadonlySet<string> => {
  const encrypted = findEncrypted();
  return new Set(
    allowed
      .filter(({ resources }) => resources.some((resource) => encrypted.has(nameIn(resource))))
      .flatMap(({ actions }) => actions)
      .flatMap((action) => {
        const use = useOfAction.get(action);
        const [service] = action.split(':');
        return use === undefined ? [] : uses[use].split(' ').map((key) => `${service}:${key}`);
      }),
  );
};

it.each(ids)('%s may use the key exactly as its calls to encrypted resources require', (id) => {
  const allowed = deployedKeyUse(id).flatMap(([service, actions]) =>
    actions.split(' ').map((action) => `${service}:${action}`),
  );
  expect(allowed.sort()).toEqual([...findRequired(findAllowedFor(id))].sort());
});

it('the key encrypts every table, the secrets, and the queues and files with purchases or events', () => {
  expect([...findEncrypted()].sort()).toEqual([
    'Bucketfailures',
    'OriginSecret',
    'PaymentKeys',
    'PurchaseIdKeys',
    'Queueaudits',
    'Queueauditsdead',
    'Queueparkedevents',
    'Queueparkedpurchases',
    'Queuepayments',
    'Queuepaymentsdead',
    'Queuepurchases',
    'Queuepurchasesdead',
    'Tableduepayments',
    'Tablejournal',
    'Tablepulse',
    'Tablepurchases',
    'Tablereminders',
    'Tableseats',
    'Tableshows',
    'Tablestock',
  ]);
});
