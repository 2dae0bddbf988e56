import * as z from 'zod';

export const RuleName = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);

export const RuleState = z.enum(['ENABLED', 'DISABLED']);

/** The fields of a target that the local bus supports. Others, such as those for ECS, are refused. */
export const Target = z.strictObject({
  Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  Arn: z.string().min(1).max(1_600),
  RoleArn: z.string().min(1).max(1_600).optional(),
  Input: z.string().max(8_192).optional(),
  InputPath: z.string().max(256).optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z
        .record(z.string().regex(/^[A-Za-z0-9_-]{1,256}$/), z.string().max(256))
        .optional(),
      InputTemplate: z.string().min(1).max(8_192),
    })
    .optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string().optional() }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().min(1).max(1_600).optional() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export type Target = z.infer<typeof Target>;

export const Rule = z.object({
  bus: z.string(),
  name: RuleName,
  /** The pattern as it was sent. DescribeRule returns it unchanged. */
  eventPattern: z.string(),
  state: RuleState,
  description: z.string().optional(),
  roleArn: z.string().optional(),
  targets: z.array(Target).readonly(),
});

/** A rule with its targets. */
export type Rule = z.infer<typeof Rule>;
