import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Allows actions of a service, e.g. `allow('sqs', ['SendMessage'], [arn])`. */
export const allow = (
  service: string,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    actions: actions.map((action) => `${service}:${action}`),
    resources: [...resources],
  });
