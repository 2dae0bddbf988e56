import { known } from '@willcall/contracts';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { DeployedStage } from '../configuration/stage-configuration.ts';

/** A finding that is meant to be so. */
export type Acknowledgement = {
  /** As cdk-nag prints it, with what it found in brackets. */
  readonly rule: RegExp;
  /** The constructs' paths that it concerns, after the stage: `Data/Bucket-flyers/Resource`. */
  readonly where: RegExp;
  /** All of them without it. */
  readonly stages?: readonly DeployedStage[];
  readonly reason: string;
};

/** Every finding of the AwsSolutions rules that stays, beside those that stand at their construct. */
export const acknowledgements: readonly Acknowledgement[] = [
  {
    rule: /^AwsSolutions-DDB3$/,
    where: /^Data\/Table-[a-z]+\/Resource$/,
    stages: ['dev', 'localstack'],
    reason: 'Point-in-time recovery is paid by the gigabyte, and a trial stage has nothing to lose',
  },
  {
    rule: /^AwsSolutions-S1$/,
    where: /^Data\/Bucket-flyers\/Resource$/,
    reason: 'Only pictures for everyone, which CloudFront alone reads and presigned uploads write',
  },
  {
    rule: /^AwsSolutions-S1$/,
    where: /^Data\/Bucket-failures\/Resource$/,
    reason:
      'Written by Lambda alone, read by a person whom CloudTrail names; empty in a good month',
  },
  {
    rule: /^AwsSolutions-SMG4$/,
    where: /^Data\/PurchaseIdKeys\/Resource$/,
    reason:
      'A rotation has two steps a quarter of an hour apart, or pending purchases would be lost',
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    where: /^Messaging\/Queue-(parked-events|parked-purchases|failed-targets)\/Resource$/,
    reason: 'The last place of what failed, which a person empties: nothing can come after it',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    where: /^(Compute\/[a-z-]+|Identity\/PreToken)\/Role\/DefaultPolicy\/Resource$/,
    reason: 'X-Ray has no resources to name; that it is nothing else is asserted by findWildcards',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.+:ExportsOutputFnGetAttBucket[a-zA-Z0-9]+\/\*\]$/,
    where: /^Compute\/(shows|flyers|stream)\/Role\/DefaultPolicy\/Resource$/,
    reason: 'The objects of one bucket: nobody can name them before they are uploaded',
  },
];

export type Nags = {
  /** A line for each finding that nobody has given a reason for. */
  readonly open: readonly string[];
  /** The acknowledgements that were needed. */
  readonly used: ReadonlySet<Acknowledgement>;
};

/** What the AwsSolutions rules find in an app, once everything that is meant to be so is acknowledged. */
export const findNags = (app: App, stage: DeployedStage): Nags => {
  const used = new Set<Acknowledgement>();
  const byPath = new Map(app.node.findAll().map((each) => [each.node.path, each]));
  for (const { rule: id, path } of listFindings(app)) {
    const meant = acknowledgements.find((each) => matches(each, stage, id, withoutStage(path)));
    const construct = byPath.get(path);
    if (meant === undefined || construct === undefined) continue;
    used.add(meant);
    Validations.of(construct).acknowledge({ id, reason: meant.reason });
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
  place: string,
): boolean =>
  rule.test(id) && where.test(place) && (stages === undefined || stages.includes(stage));

/** A path without the part that names the stage. */
const withoutStage = (path: string): string => path.replace(/^Willcall-[A-Za-z]+-/, '');
