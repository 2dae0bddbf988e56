import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { askFor } from '../src/command/ask.ts';
import { regionWithCredentials } from '../src/command/aws-account.ts';
import { runCdk } from '../src/command/cdk.ts';
import { runCommand } from '../src/command/run-command.ts';
import { purchaseIdSecretName } from '../src/data/purchase-id-secret.ts';
import { HELP } from '../src/teardown/help.ts';
import { teardownOptions } from '../src/teardown/options.ts';
import { runTeardown } from '../src/teardown/run-teardown.ts';
import { stageData } from '../src/teardown/stage-data.ts';
import { deleteSecret, deleteUserPools } from '../src/teardown/stage-identities.ts';

await runCommand(async () => {
  const options = teardownOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  await runTeardown(options, {
    region: regionWithCredentials,
    cdk: runCdk,
    ask: askFor,
    data: (region) =>
      stageData(options.stage, {
        dynamodb: new DynamoDBClient({ region }),
        s3: new S3Client({ region }),
      }),
    deleteIdentities: async (region) => [
      ...(await deleteUserPools(new CognitoIdentityProviderClient({ region }), options.stage)),
      ...(await deleteSecret(
        new SecretsManagerClient({ region }),
        purchaseIdSecretName(options.stage),
      )),
    ],
    print: console.log,
  });
});
