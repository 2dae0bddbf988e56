import { known } from '@willcall/contracts';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { DeployedStage } from '../configuration/stage-configuration.ts';

/** An accepted finding of cdk-nag. */
export type Acknowledgement = {
  /** The rule as cdk-nag prints it, with its finding in brackets. */
  readonly rule: RegExp;
  /** The paths of the constructs, without the stage: `Data/Bucket-flyers/Resource`. */
  readonly where: RegExp;
  /** If undefined, the acknowledgement applies to all stages. */
  readonly stages?: readonly DeployedStage[];
  readonly reason: string;
};

/** All accepted findings of the AwsSolutions rules, except those acknowledged at their construct. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    rule: /^AwsSolutions-DDB3$/,
    where: /^Data\/Table-[a-z-]+\/Resource$/,
    stages: ['dev', 'localstack'],
    reason:
      'Point-in-time recovery is billed per gigabyte, and the data of a trial stage can be lost',
  },
  {
    rule: /^AwsSolutions-S1$/,
    where: /^Data\/Bucket-flyers\/Resource$/,
    reason: 'Public pictures only. CloudFront reads them, and presigned uploads write them',
  },
  {
    rule: /^AwsSolutions-S1$/,
    where: /^Data\/Bucket-failures\/Resource$/,
    reason: 'Only Lambda writes to it. CloudTrail records who reads it. It is normally empty',
  },
  {
    rule: /^AwsSolutions-SMG4$/,
    where: /^Data\/PurchaseIdKeys\/Resource$/,
    reason:
      'A rotation needs two steps 15 minutes apart. Otherwise pending purchases would be lost',
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    where: /^Messaging\/Queue-(parked-events|parked-purchases|failed-targets)\/Resource$/,
    reason: 'A final queue for failures. A person empties it, so it has no dead-letter queue',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    where: /^(Compute\/[a-z-]+|Identity\/PreToken)\/Role\/DefaultPolicy\/Resource$/,
    reason:
      'X-Ray and CloudWatch actions take no resource. findWildcards asserts that no other action is included',
  },
  {
    // An output of the data stack, exported or not.
    rule: /^AwsSolutions-IAM5\[Resource::.+OutputFnGetAttBucket[a-zA-Z0-9]+("\}\})?\/\*\]$/,
    where: /^Compute\/(shows|flyers|stream|tally)\/Role\/DefaultPolicy\/Resource$/,
    reason: 'The objects of one bucket. Their keys are not known before the upload',
  },
];

export type Nags = {
  /** One line for each finding without an acknowledgement. */
  readonly open: readonly string[];
  /** The acknowledgements that were needed. */
  readonly used: ReadonlySet<Acknowledgement>;
};

/** Acknowledges the accepted findings of the AwsSolutions rules in an app, and returns the others. */
export const findNags = (app: App, stage: DeployedStage): Nags => {
  const used = new Set<Acknowledgement>();
  const byPath = new Map(app.node.findAll().map((each) => [each.node.path, each]));
  for (const { rule: id, path } of listFindings(app)) {
    const acknowledgement = acknowledgements.find((each) =>
      matches(each, stage, id, withoutStage(path)),
    );
    const construct = byPath.get(path);
    if (acknowledgement === undefined || construct === undefined) continue;
    used.add(acknowledgement);
    Validations.of(construct).acknowledge({ id, reason: acknowledgement.reason });
  }
  return {
    open: listFindings(app).map(({ rule, path }) => `${rule}: ${withoutStage(path)}`),
    used,
  };
};

type Finding = { readonly rule: string; readonly path: string };

const listFindings = (app: App): Finding[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName: rule, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        rule,
        path: known(constructPath, 'path of a finding'),
      })),
    );

const matches = (
  { rule, where, stages }: Acknowledgement,
  stage: DeployedStage,
  id: string,
  path: string,
): boolean => rule.test(id) && where.test(path) && (stages === undefined || stages.includes(stage));

/** The path of a construct without the stage. */
const withoutStage = (path: string): string => path.replace(/^Willcall-[A-Za-z]+-/, '');
