import {
  DeleteTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';

/** Deletes a table that has no protection. @returns whether it was there @throws errors of the SDK */
export const deleteTable = async (client: DynamoDBClient, TableName: string): Promise<boolean> => {
  try {
    await client.send(new DeleteTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
};
