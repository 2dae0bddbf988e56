import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { itemSize } from './item-size.ts';
import type { QueryOperation } from './operation.ts';
import type { TableReader } from './table-reader.ts';

/**
 * Bytes of all items that a Query or Scan evaluates in one page. Sends the same request again
 * without filter, projection and count, because "the size of the items that are evaluated, not the
 * size of the items returned" counts.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#read-operation-consumption
 */
export const queryBytes = async (
  operation: QueryOperation,
  { client }: TableReader,
): Promise<number> => {
  const input = evaluatedOnly(operation.input);
  const { Items = [] } =
    operation.kind === 'query'
      ? await client.send(new QueryCommand(input))
      : await client.send(new ScanCommand(input));
  return Items.reduce((bytes, item) => bytes + itemSize(item), 0);
};

const evaluatedOnly = (request: QueryOperation['input']): QueryOperation['input'] => {
  const input = { ...request };
  delete input.FilterExpression;
  delete input.ProjectionExpression;
  delete input.Select;
  const expression = 'KeyConditionExpression' in input ? (input.KeyConditionExpression ?? '') : '';
  // DynamoDB rejects names and values that no expression uses.
  return {
    ...input,
    ExpressionAttributeNames: usedIn(expression, input.ExpressionAttributeNames),
    ExpressionAttributeValues: usedIn(expression, input.ExpressionAttributeValues),
  };
};

const usedIn = <Value>(
  expression: string,
  placeholders: Record<string, Value> | undefined,
): Record<string, Value> | undefined => {
  const tokens = new Set(expression.match(/[#:]\w+/g));
  const used = Object.entries(placeholders ?? {}).filter(([name]) => tokens.has(name));
  return used.length === 0 ? undefined : Object.fromEntries(used);
};
