import type { AttributeValue } from '@aws-sdk/client-dynamodb-streams';
import type { AttributeValue as LambdaAttributeValue } from 'aws-lambda';

export type LambdaImage = { [name: string]: LambdaAttributeValue };

/** An item's attributes as Lambda hands them to a function: JSON, so binary values in base64. */
export const lambdaImage = (item: Record<string, AttributeValue>): LambdaImage =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, lambdaValue(value)] as const),
  );

const lambdaValue = (value: AttributeValue): LambdaAttributeValue => {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(lambdaValue) };
  if (value.M !== undefined) return { M: lambdaImage(value.M) };
  if (value.$unknown !== undefined) {
    throw new TypeError(`An attribute of the unknown type ${value.$unknown[0]}`);
  }
  return value;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
