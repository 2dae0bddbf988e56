import { CfnRule, type CfnRuleProps } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export type RuleInput = {
  /** Whole, e.g. `willcall-dev-reprice`. */
  readonly name: string;
  readonly when: Pick<CfnRuleProps, 'eventBusName' | 'eventPattern' | 'scheduleExpression'>;
  readonly target: Alias;
  /** Where what could not be delivered is kept. */
  readonly failed: IQueue;
  readonly retries: {
    readonly maximumEventAgeInSeconds: number;
    readonly maximumRetryAttempts: number;
  };
};

/**
 * A rule that invokes a function, as CloudFormation has it: CDK's own would want to change the policy
 * of the queue, which stands in a stack that this one needs first.
 */
export const ruleTarget = (scope: Construct, id: string, input: RuleInput): void => {
  const { name, when, target, failed, retries } = input;
  const rule = new CfnRule(scope, id, {
    name,
    ...when,
    state: 'ENABLED',
    targets: [
      {
        id: 'function',
        arn: target.functionArn,
        deadLetterConfig: { arn: failed.queueArn },
        retryPolicy: retries,
      },
    ],
  });
  target.addPermission(`By-${id}`, {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.attrArn,
  });
};
