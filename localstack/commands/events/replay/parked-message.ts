import { ParkedRecord, type ReceivedMessage } from '@willcall/messaging';
import * as z from 'zod';

/** A received message of the parked-events queue; without `parked` it is none of ours. */
export type ParkedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly parked: ParkedRecord | undefined;
};

export const parkedMessage = ({
  messageId,
  receiptHandle,
  body,
}: ReceivedMessage): ParkedMessage => ({ messageId, receiptHandle, parked: readParked(body) });

const readParked = (body: string): ParkedRecord | undefined => {
  try {
    return ParkedRecord.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};

const Place = z.object({
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number().catch(0),
    SequenceNumber: z.string().catch(''),
  }),
});

/** For sorting: changes of an item in the order in which they were made. Strangers come last. */
export const inOrderOfChange = (one: ParkedMessage, other: ParkedMessage): number => {
  const [a, b] = [placeOf(one), placeOf(other)];
  return a.at - b.at || a.sequence.length - b.sequence.length || compare(a.sequence, b.sequence);
};

const placeOf = ({ parked }: ParkedMessage) => {
  const { data } = Place.safeParse(parked?.record);
  if (data === undefined) return { at: Number.MAX_VALUE, sequence: '' };
  const { ApproximateCreationDateTime: at, SequenceNumber } = data.dynamodb;
  // Numbers of up to 40 digits: without leading zeros, the longer one is the higher.
  return { at, sequence: SequenceNumber.replace(/^0+/, '') };
};

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
