import {
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

/** An update of settings takes seconds; this is when something is wrong. */
const LONGEST_UPDATE_SECONDS = 300;

/**
 * Takes the deletion protection off a table, if it is there and has one.
 *
 * @throws errors of the SDK
 */
export const unprotectTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const isProtected = await client.send(new DescribeTableCommand({ TableName })).then(
    ({ Table }) => Table?.DeletionProtectionEnabled === true,
    (error: unknown) => {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    },
  );
  if (!isProtected) return;
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await waitUntilTableExists({ client, maxWaitTime: LONGEST_UPDATE_SECONDS }, { TableName });
};
