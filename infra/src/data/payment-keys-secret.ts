import type { StageName } from '@willcall/topology';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/** The name of a stage's secret, e.g. `willcall-prod-payment-keys`. */
export const paymentKeysSecretName = (stage: StageName): string => `willcall-${stage}-payment-keys`;

/**
 * Makes the secret for the keys of the payment provider, `{secretKey, publishableKey, webhookSecrets}`. It is empty:
 * an operator fills it, see `infra/RUNBOOK.md#take-money-on-aws`. Undefined for a stage that takes no payments.
 */
export const makePaymentKeysSecret = (
  scope: Construct,
  stage: StageName,
  { payments }: Pick<StageConfiguration, 'payments'>,
  key: IKey | undefined,
): Secret | undefined => {
  if (payments === undefined) return undefined;
  const secret = new Secret(scope, 'PaymentKeys', {
    secretName: paymentKeysSecretName(stage),
    description: 'Keys of the payment provider: {secretKey, publishableKey, webhookSecrets: [...]}',
    ...(key && { encryptionKey: key }),
    // The provider shows and replaces its keys, so a stage that stops taking payments keeps none.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  leaveEmpty(secret);
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'The provider makes the keys, and an operator rotates them as the runbook says',
  });
  return secret;
};

/** CDK would have a password generated, and each change of the stack could write it over the keys. */
function leaveEmpty({ node: { defaultChild } }: Secret): void {
  if (!(defaultChild instanceof CfnSecret)) throw new TypeError('No secret of CloudFormation');
  defaultChild.generateSecretString = undefined;
}
