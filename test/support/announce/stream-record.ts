import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, StreamRecord } from 'aws-lambda';

export type StoredItem = Record<string, AttributeValue>;

let sequence = 0;

/** The two image types agree for our items, because none holds bytes. */
const lambdaImage = (image: StoredItem) => image as NonNullable<StreamRecord['NewImage']>;

/** A change as a table's stream delivers it to Lambda, numbered in order of creation. */
export function makeStreamRecord(
  Keys: StoredItem,
  before: StoredItem | undefined,
  after: StoredItem | undefined,
): DynamoDBRecord {
  sequence += 1;
  return {
    eventID: String(sequence),
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(Date.now() / 1_000),
      SequenceNumber: String(sequence).padStart(21, '0'),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      Keys: lambdaImage(Keys),
      ...(before === undefined ? {} : { OldImage: lambdaImage(before) }),
      ...(after === undefined ? {} : { NewImage: lambdaImage(after) }),
    },
  };
}
