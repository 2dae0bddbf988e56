import type { StageName } from '@willcall/topology';
import { CustomResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';
import { resourceFunction } from './resource-function.ts';

/**
 * The keys of purchase ids for a stage without a secret, which has a monthly price: made once, when
 * the stack is, and put into the environment of the functions that need them. Whoever may read a
 * function's configuration may read them: good enough where no real tickets are sold.
 *
 * @returns a token of `{"current": …}`; undefined for a stage with a secret.
 */
export const generatedKeys = (
  scope: Construct,
  stage: StageName,
  { purchaseIdKeys, retention }: Pick<StageConfiguration, 'purchaseIdKeys' | 'retention'>,
): string | undefined => {
  switch (purchaseIdKeys.kind) {
    case 'secret':
      return undefined;
    case 'environment': {
      const generator = resourceFunction(scope, {
        stage,
        logRetention: retention.logs,
        name: 'generate-keys',
        description: 'Makes the keys of purchase ids, once',
        statements: [],
      });
      const keys = new CustomResource(scope, 'PurchaseIdKeys', {
        serviceToken: generator.function.functionArn,
        resourceType: 'Custom::PurchaseIdKeys',
      });
      return keys.getAttString('keys');
    }
  }
};
