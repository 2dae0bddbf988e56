import type { DeployedStage } from '../../configuration/stage-configuration.ts';

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
    reason: 'X-Ray has no resources to name; that it is nothing else is asserted by findStars',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::.+:ExportsOutputFnGetAttBucket[a-zA-Z0-9]+\/\*\]$/,
    where: /^Compute\/(shows|flyers|stream)\/Role\/DefaultPolicy\/Resource$/,
    reason: 'The objects of one bucket: nobody can name them before they are uploaded',
  },
];
