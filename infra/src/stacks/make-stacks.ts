import {
  App,
  type AppProps,
  CrossStackReferences,
  type Environment,
  ReferenceStrength,
} from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { checkPage, findPageOrigins } from '../configuration/page-setting.ts';
import type { DeployedStage, StageConfiguration } from '../configuration/stage-configuration.ts';
import { ComputeStack } from './compute-stack.ts';
import { DataStack } from './data-stack.ts';
import { type EdgeStack, type EdgeStackProps, makeEdge } from './edge-stack.ts';
import { makeFlyersUrl } from './flyers-stack.ts';
import { makeIdentity } from './identity-stack.ts';
import { MessagingStack } from './messaging-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { makePageBucket } from './page-stack.ts';
import { type StageStackProps, stackName } from './stage-stack.ts';

/** The stacks of a stage, in deployment order. */
type StageStacks = {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly compute: ComputeStack;
  /** Undefined for LocalStack, whose free image lacks its services. */
  readonly edge: EdgeStack | undefined;
  readonly operations: OperationsStack;
};

/** Makes the stacks of a stage, one for each concern. */
export const makeStacks = (
  app: App,
  stage: DeployedStage,
  configuration: StageConfiguration,
  env: Environment = {},
): StageStacks => {
  const id = (concern: string) => stackName(stage, concern);
  const common = {
    env,
    stage,
    configuration,
    tags: { application: 'willcall', stage },
    terminationProtection: configuration.protection.deletionProtection,
  };
  checkPage(stage, configuration);
  CrossStackReferences.of(app).consume(referenceStrength(configuration));
  const data = new DataStack(app, id('Data'), common);
  const flyersBaseUrl = makeFlyersUrl(app, id('Flyers'), {
    ...common,
    bucket: data.buckets.flyers,
  });
  const messaging = new MessagingStack(app, id('Messaging'), { ...common, key: data.key });
  const compute = new ComputeStack(app, id('Compute'), {
    ...common,
    data,
    messaging,
    flyersBaseUrl,
  });
  const { functions, originSecret } = compute;
  const edge =
    configuration.edge === 'left-out'
      ? undefined
      : makePublicSide(app, id, common, {
          flyers: data.buckets.flyers,
          functions,
          flyersBaseUrl,
          originSecret,
        });
  const operations = new OperationsStack(app, id('Operations'), {
    ...common,
    functions,
    queues: messaging.queues,
    failedTargets: messaging.failedTargets,
    tables: data.tables,
    bus: messaging.bus,
    httpApi: edge?.httpApi,
  });
  return { data, messaging, compute, edge, operations };
};

/** Makes what people and their programs reach: who signs them in, the page, and the API. */
const makePublicSide = (
  app: App,
  id: (concern: string) => string,
  common: StageStackProps,
  {
    flyers,
    ...parts
  }: Pick<EdgeStackProps, 'functions' | 'flyersBaseUrl' | 'originSecret'> & {
    readonly flyers: IBucket;
  },
): EdgeStack => {
  const { tokens, signInOrigins } = makeIdentity(app, id('Identity'), common);
  const bucket = makePageBucket(app, id('Page'), common);
  const uploads = `https://${flyers.bucketRegionalDomainName}`;
  const page = bucket && {
    bucket,
    origins: findPageOrigins(common.configuration, {
      images: [parts.flyersBaseUrl],
      connections: [uploads, ...signInOrigins],
    }),
  };
  return makeEdge(app, id('Edge'), { ...common, ...parts, tokens, page });
};

/**
 * How a stack reads a value of another. With exports and imports, going back to an older commit
 * fails: the stack that exports is deployed first, and CloudFormation refuses to remove an export that the
 * other stack, which is still new, imports. Fn::GetStackOutput has no such rule, and works in both directions.
 * The free LocalStack image does not have that function, and its stage never goes back.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
const referenceStrength = ({ edge }: StageConfiguration): ReferenceStrength => {
  switch (edge) {
    case 'deployed':
      return ReferenceStrength.WEAK;
    case 'left-out':
      return ReferenceStrength.STRONG;
  }
};

/** Makes an app with CDK's recommended feature flags, instead of the behaviour of its first release. */
export const makeApp = (context: AppProps['context'] = {}): App =>
  new App({ context: { ...recommended, ...context } });
