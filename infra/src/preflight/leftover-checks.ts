import {
  type BucketId,
  bucketName,
  buckets,
  type TableId,
  tableName,
  tables,
} from '@willcall/topology';
import { paymentKeysSecretName } from '../data/payment-keys-secret.ts';
import { purchaseIdSecretName } from '../data/purchase-id-secret.ts';
import { flyersName } from '../edge/flyers-distribution.ts';
import { userPoolName } from '../identity/user-pool.ts';
import { stackName } from '../stacks/stage-stack.ts';
import { type AccountCheck, type Deployment, isCreated, regionsOf } from './account-checks.ts';
import type { InspectedStack } from './inspected-account.ts';

/** What to do about a stack in a state in which it cannot be deployed; undefined if it can. */
const findRemedy = (
  { name, status, isProtected }: InspectedStack,
  region: string,
): string | undefined => {
  const which = `--stack-name ${name} --region ${region}`;
  if (/^ROLLBACK_(COMPLETE|FAILED)$/.test(status)) {
    // The CDK deletes such a stack and makes it again, unless it is protected.
    return isProtected
      ? `The first creation of stack ${name} failed, and its termination protection keeps the CDK from making it again. Run aws cloudformation update-termination-protection --no-enable-termination-protection ${which}, and deploy again.`
      : undefined;
  }
  if (status === 'DELETE_FAILED') {
    return `Stack ${name} could not be deleted. Its events say why. Run aws cloudformation delete-stack ${which}, and deploy again.`;
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return `Stack ${name} could not be rolled back. Its events say why. Run aws cloudformation continue-update-rollback ${which}, and deploy again.`;
  }
  if (status !== 'REVIEW_IN_PROGRESS' && status.endsWith('_IN_PROGRESS')) {
    return `Stack ${name} is being changed (${status}). Wait until that is over, and deploy again.`;
  }
  return undefined;
};

const stacks: AccountCheck = {
  states: 'every stack of the stage can be deployed',
  permissions: ['cloudformation:DescribeStacks'],
  find: async (deployment) => {
    const found: string[] = [];
    for (const region of regionsOf(deployment)) {
      for (const stack of await deployment.account.stacks(region)) {
        if (!stack.name.startsWith(stackName(deployment.stage, ''))) continue;
        const remedy = findRemedy(stack, region);
        if (remedy !== undefined) found.push(remedy);
      }
    }
    return found;
  },
};

const hasStack = async (deployment: Deployment, concern: string): Promise<boolean> =>
  (await deployment.account.stacks(deployment.account.region)).some(
    (stack) => stack.name === stackName(deployment.stage, concern) && isCreated(stack),
  );

/** A resource whose name is taken, how to delete it if it is empty, and the stack that would make it. */
type Leftover = { readonly what: string; readonly remove: string; readonly concern: string };

const describeLeftover = ({ what, remove, concern }: Leftover, deployment: Deployment): string =>
  `${what} exists, but no stack owns it, so creating it would fail. If it is empty, run ${remove}. If it holds data, run npx cdk import ${stackName(deployment.stage, concern)} -c stage=${deployment.stage} -c region=${deployment.account.region} in the folder infra.`;

/** Finds data of a stage whose stack was not created. */
const data: AccountCheck = {
  states: 'no data is left over from a creation that failed',
  permissions: [
    'cloudformation:DescribeStacks',
    'dynamodb:DescribeTable',
    's3:ListAllMyBuckets',
    'secretsmanager:DescribeSecret',
  ],
  find: async (deployment) => {
    if (await hasStack(deployment, 'Data')) return [];
    const { stage, account } = deployment;
    const at = `--region ${account.region}`;
    const found: Leftover[] = [];
    for (const id of Object.keys(tables)) {
      const name = tableName(stage, id as TableId);
      if (!(await account.hasTable(name))) continue;
      const remove = `aws dynamodb update-table --no-deletion-protection-enabled --table-name ${name} ${at} && aws dynamodb delete-table --table-name ${name} ${at}`;
      found.push({ what: `Table ${name}`, remove, concern: 'Data' });
    }
    for (const id of Object.keys(buckets)) {
      for (const name of await account.buckets(`${bucketName(stage, id as BucketId)}-`)) {
        if (!name.endsWith(`-${account.region}`)) continue;
        const remove = `aws s3api delete-bucket --bucket ${name} ${at}`;
        found.push({ what: `Bucket ${name}`, remove, concern: 'Data' });
      }
    }
    for (const secret of [purchaseIdSecretName(stage), paymentKeysSecretName(stage)]) {
      const state = await account.secret(secret);
      if (state === 'missing') continue;
      const what = `Secret ${secret}${state === 'present' ? '' : ', which is being deleted,'}`;
      const remove = `aws secretsmanager delete-secret --force-delete-without-recovery --secret-id ${secret} ${at}`;
      found.push({ what, remove, concern: 'Data' });
    }
    return found.map((each) => describeLeftover(each, deployment));
  },
};

const accounts: AccountCheck = {
  states: 'no user pool is left over from a creation that failed',
  permissions: ['cloudformation:DescribeStacks', 'cognito-idp:ListUserPools'],
  find: async (deployment) => {
    const { stage, configuration, account } = deployment;
    if (configuration.identity.kind !== 'cognito') return [];
    if (await hasStack(deployment, 'Identity')) return [];
    const name = userPoolName(stage);
    const left = (await account.userPools()).filter((each) => each === name);
    const remove = `aws cognito-idp delete-user-pool --user-pool-id ID --region ${account.region}`;
    return left.map(() =>
      describeLeftover({ what: `User pool ${name}`, remove, concern: 'Identity' }, deployment),
    );
  },
};

/** CloudFront's names are shared by all regions, so a stage can be in one region of an account only. */
const regions: AccountCheck = {
  states: 'the stage is not deployed in another region',
  permissions: ['cloudformation:DescribeStacks', 'cloudfront:ListResponseHeadersPolicies'],
  find: async (deployment) => {
    const { stage, account } = deployment;
    const name = flyersName(stage);
    if (await hasStack(deployment, 'Flyers')) return [];
    if (!(await account.responseHeadersPolicies()).includes(name)) return [];
    return [
      `CloudFront has a response headers policy ${name}, but no stack in ${account.region} owns it. Stage ${stage} is deployed in another region: use --region with that region, or tear it down there. If it is not, delete the policy in CloudFront's console.`,
    ];
  },
};

/** The checks of what earlier deployments left. */
export const leftoverChecks: readonly AccountCheck[] = [stacks, data, accounts, regions];
