import { randomUUID } from 'node:crypto';
import { createDynamoDbClient, createResources } from '@willcall/localstack';
import { inject, onTestFinished } from 'vitest';

/** Makes a stage's tables for one test. */
export const scratchTables = async () => {
  const dynamodbEndpoint = inject('dynamodbEndpoint');
  const sqsEndpoint = inject('sqsEndpoint');
  const stage = `contract-${randomUUID()}`;
  const { tables } = await createResources({ dynamodbEndpoint, sqsEndpoint }, stage);
  const client = createDynamoDbClient({ dynamodbEndpoint });
  onTestFinished(() => client.destroy());
  return { client, tables };
};
