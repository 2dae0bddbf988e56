import type { StageName } from '@willcall/topology';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { removalPolicy } from './protection.ts';

/** Letters and digits, each 6 bits of base64url: a key of 48 bytes. */
const KEY_CHARACTERS = 64;

/** The name of a stage's secret, e.g. `willcall-prod-purchase-id-keys`. */
export const purchaseIdSecretName = (stage: StageName): string =>
  `willcall-${stage}-purchase-id-keys`;

/**
 * Makes the secret with the keys of purchase ids, `{"current": …}`, the format of
 * `createPurchaseIdKeysReader` in `@willcall/lambda`. Secrets Manager generates the key, and nobody sees
 * it. Undefined for a stage that keeps its keys in the environment.
 */
export const makePurchaseIdSecret = (
  scope: Construct,
  stage: StageName,
  configuration: StageConfiguration,
  key: IKey | undefined,
): Secret | undefined => {
  switch (configuration.purchaseIdKeys.kind) {
    case 'environment':
      return undefined;
    case 'secret':
      return new Secret(scope, 'PurchaseIdKeys', {
        secretName: purchaseIdSecretName(stage),
        description: 'MAC keys of purchase ids: {current, previous?}',
        ...(key && { encryptionKey: key }),
        generateSecretString: {
          secretStringTemplate: '{}',
          generateStringKey: 'current',
          passwordLength: KEY_CHARACTERS,
          excludePunctuation: true,
          includeSpace: false,
        },
        removalPolicy: removalPolicy(configuration),
      });
  }
};
