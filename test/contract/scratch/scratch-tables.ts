import { randomUUID } from 'node:crypto';
import { createDynamoDbClient, createResources, removeResources } from '@willcall/localstack';
import { inject, onTestFinished } from 'vitest';

/** Makes a stage's tables for one test, and removes them after it. */
export const scratchTables = async () => {
  const dynamodbEndpoint = inject('dynamodbEndpoint');
  const sqsEndpoint = inject('sqsEndpoint');
  const stage = `contract-${randomUUID()}`;
  const aws = { dynamodbEndpoint, sqsEndpoint };
  const resources = await createResources(aws, stage);
  const client = createDynamoDbClient({ dynamodbEndpoint });
  onTestFinished(async () => {
    client.destroy();
    await removeResources(aws, resources);
  });
  return { client, tables: resources.tables };
};
