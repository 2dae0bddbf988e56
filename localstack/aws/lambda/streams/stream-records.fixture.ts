import type { DynamoDBRecord } from 'aws-lambda';

/** Creates records with the given sequence numbers, padded with zeros as in DynamoDB. */
export const records = (...sequence: readonly number[]): DynamoDBRecord[] =>
  sequence.map((number) => record(number));

export const record = (number: number, createdAtSeconds?: number): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: sequenceNumber(number),
    Keys: { id: { S: String(number) } },
    ...(createdAtSeconds !== undefined && { ApproximateCreationDateTime: createdAtSeconds }),
  },
});

export const sequenceNumber = (number: number): string => String(number).padStart(21, '0');

export const numbersOf = (given: readonly DynamoDBRecord[]): number[] =>
  given.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber));
