import type {
  _Record,
  AttributeValue,
  Identity,
  StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type {
  DynamoDBRecord,
  AttributeValue as LambdaAttributeValue,
  StreamRecord as LambdaStreamRecord,
} from 'aws-lambda';
import { LOCAL_REGION } from '../../local-account.ts';
import { requireField } from '../../local-aws-error.ts';

/** DynamoDB Local's event name for a TTL removal. test/contract/streams-record.test.ts fails if it changes. */
const LOCAL_TTL_EVENT = 'UNKNOWN_TO_SDK_VERSION';

/**
 * The identity that removes expired items.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
 */
const TTL_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** Converts a change to the record that Lambda's event source mapping passes to a function. */
export const createStreamRecord = (streamArn: string, record: _Record): DynamoDBRecord => ({
  eventID: record.eventID,
  ...eventNameAndIdentity(record),
  eventVersion: record.eventVersion,
  eventSource: 'aws:dynamodb',
  // DynamoDB Local sends 'ddblocal'.
  awsRegion: LOCAL_REGION,
  dynamodb: convertChange(record.dynamodb ?? {}),
  eventSourceARN: streamArn,
});

const eventNameAndIdentity = ({
  eventName,
  userIdentity,
}: _Record): Pick<DynamoDBRecord, 'eventName' | 'userIdentity'> => {
  if (String(eventName) === LOCAL_TTL_EVENT) {
    return { eventName: 'REMOVE', userIdentity: TTL_IDENTITY };
  }
  return {
    eventName,
    ...(userIdentity !== undefined && { userIdentity: convertIdentity(userIdentity) }),
  };
};

const convertIdentity = ({ PrincipalId, Type }: Identity) => ({
  type: Type,
  principalId: PrincipalId,
});

const MS_PER_SECOND = 1_000;

const convertChange = ({
  ApproximateCreationDateTime: createdAt,
  Keys,
  NewImage,
  OldImage,
  ...rest
}: StreamRecord): LambdaStreamRecord => ({
  ...(createdAt !== undefined && {
    ApproximateCreationDateTime: Math.floor(createdAt.getTime() / MS_PER_SECOND),
  }),
  ...(Keys !== undefined && { Keys: convertImage(Keys) }),
  ...(NewImage !== undefined && { NewImage: convertImage(NewImage) }),
  ...(OldImage !== undefined && { OldImage: convertImage(OldImage) }),
  ...rest,
});

type LambdaImage = { [name: string]: LambdaAttributeValue };

/** Converts attributes to JSON as Lambda does: binary values become base64. */
const convertImage = (item: Record<string, AttributeValue>): LambdaImage =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, convertValue(value)] as const),
  );

const convertValue = (value: AttributeValue): LambdaAttributeValue => {
  if (value.B !== undefined) return { B: encodeBase64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(encodeBase64) };
  if (value.L !== undefined) return { L: value.L.map(convertValue) };
  if (value.M !== undefined) return { M: convertImage(value.M) };
  if (value.$unknown !== undefined) {
    throw new TypeError(`Unknown attribute type: ${value.$unknown[0]}`);
  }
  return value;
};

const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The position of a change in its shard. */
export const sequenceNumberOf = (record: DynamoDBRecord | undefined): string =>
  requireField(record?.dynamodb?.SequenceNumber, 'SequenceNumber');
