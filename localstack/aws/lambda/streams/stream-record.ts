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

/** The event name of DynamoDB Local's TTL; test/contract/streams-record.test.ts notices when it changes. */
const LOCAL_TTL_EVENT = 'UNKNOWN_TO_SDK_VERSION';

/**
 * Who removed an item whose time to live has ended.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
 */
const TTL_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** A change as Lambda's event source mapping hands it to a function. */
export const createStreamRecord = (streamArn: string, record: _Record): DynamoDBRecord => ({
  eventID: record.eventID,
  ...eventNameAndIdentity(record),
  eventVersion: record.eventVersion,
  eventSource: 'aws:dynamodb',
  // DynamoDB Local says 'ddblocal'.
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

/** An item's attributes as Lambda hands them to a function: JSON, so binary values in base64. */
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
    throw new TypeError(`An attribute of the unknown type ${value.$unknown[0]}`);
  }
  return value;
};

const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Where a change is in its shard. */
export const sequenceNumberOf = (record: DynamoDBRecord | undefined): string =>
  requireField(record?.dynamodb?.SequenceNumber, 'SequenceNumber');
