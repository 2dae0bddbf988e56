import { parseJson } from '@willcall/contracts';
import {
  deleteMessage,
  ParkedRecord,
  type Queue,
  type ReceivedMessage,
  receiveMessages,
  releaseMessages,
} from '@willcall/messaging';
import * as z from 'zod';
import type { PublishRecord } from './publish-record.ts';

/** Seconds. Much longer than a round takes to publish. */
const HELD_SECONDS = 300;
const WAIT_SECONDS = 1;

/** The number of records that are sorted and published together. A record can have a megabyte. */
const ROUND = 100;

/** After this many temporary errors in a row, the tables or the bus are out of reach. */
const MOST_FAULTS_IN_A_ROW = 3;

export type ReplayOptions = {
  readonly publish: PublishRecord;
  /** Ends the replay after the current record. */
  readonly interrupt: AbortSignal;
  readonly onSent: (sent: number) => void;
};

/** A record that stays parked, and the reason. */
type Kept = {
  readonly messageId: string;
  readonly parkedAt: string | undefined;
  /** The code from the stream's function, NOT_A_PARKED_RECORD, or TRY_AGAIN. */
  readonly reason: string;
};

export type ReplayReport = {
  readonly sent: number;
  readonly kept: readonly Kept[];
  readonly ended: 'drained' | 'interrupted' | 'unavailable';
};

/**
 * Publishes the parked records again. Within a round, records go in the order of their changes.
 * Each record is deleted only after it was published. If the run ends in between, the next run
 * publishes the record again with the same event ids. Other records stay, and are visible again at
 * the end.
 *
 * @throws MessagingError if the queue cannot be reached. Nothing is lost.
 */
export const replay = async (
  queue: Queue,
  { publish, interrupt, onSent }: ReplayOptions,
): Promise<ReplayReport> => {
  const held = new Map<string, ParkedMessage>();
  const kept: Kept[] = [];
  let sent = 0;
  let faultsInARow = 0;
  const ended = (): ReplayReport['ended'] | undefined => {
    if (interrupt.aborted) return 'interrupted';
    return faultsInARow === MOST_FAULTS_IN_A_ROW ? 'unavailable' : undefined;
  };
  try {
    for (;;) {
      const round = await takeRound(queue, held);
      if (round.length === 0) return { sent, kept, ended: ended() ?? 'drained' };
      for (const message of round.toSorted(compareByChange)) {
        const early = ended();
        if (early !== undefined) return { sent, kept, ended: early };
        const reason = await publishParked(message, publish);
        faultsInARow = reason === 'TRY_AGAIN' ? faultsInARow + 1 : 0;
        const { messageId, parked } = message;
        if (reason !== undefined) {
          kept.push({ messageId, parkedAt: parked?.parkedAt, reason });
          continue;
        }
        await deleteMessage(queue, message.receiptHandle);
        held.delete(messageId);
        sent += 1;
        onSent(sent);
      }
    }
  } finally {
    await releaseMessages(queue, [...held.values()]);
  }
};

/** Receives new messages. A message that SQS delivers again while it is held is not taken twice. */
const takeRound = async (
  queue: Queue,
  held: Map<string, ParkedMessage>,
): Promise<ParkedMessage[]> => {
  const round: ParkedMessage[] = [];
  while (round.length < ROUND) {
    const receiveOptions = {
      visibility: HELD_SECONDS,
      wait: round.length === 0 ? WAIT_SECONDS : 0,
    };
    const messages = (await receiveMessages(queue, receiveOptions)).map(parseParkedMessage);
    const fresh = messages.filter(({ messageId }) => !held.has(messageId));
    for (const message of messages) held.set(message.messageId, message);
    round.push(...fresh);
    if (fresh.length === 0) break;
  }
  return round;
};

const publishParked = async (
  { parked }: ParkedMessage,
  publish: PublishRecord,
): Promise<string | undefined> => {
  if (parked === undefined) return 'NOT_A_PARKED_RECORD';
  const outcome = await publish(parked.record);
  switch (outcome.outcome) {
    case 'published':
      return undefined;
    case 'unpublishable':
      return outcome.reason;
    case 'failed':
      return 'TRY_AGAIN';
  }
};

/** A message from the parked-events queue. Without `parked`, it is not a parked record. */
type ParkedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly parked: ParkedRecord | undefined;
};

const parseParkedMessage = ({
  messageId,
  receiptHandle,
  body,
}: ReceivedMessage): ParkedMessage => ({
  messageId,
  receiptHandle,
  parked: parseParked(body),
});

const parseParked = (body: string): ParkedRecord | undefined =>
  ParkedRecord.safeParse(parseJson(body)).data;

const StreamPosition = z.object({
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number().catch(0),
    SequenceNumber: z.string().catch(''),
  }),
});

/** Sorts the changes of an item by the order of their creation. Unknown messages come last. */
const compareByChange = (one: ParkedMessage, other: ParkedMessage): number => {
  const [a, b] = [readPosition(one), readPosition(other)];
  return a.at - b.at || a.sequence.length - b.sequence.length || compare(a.sequence, b.sequence);
};

const readPosition = ({ parked }: ParkedMessage) => {
  const { data } = StreamPosition.safeParse(parked?.record);
  if (data === undefined) return { at: Number.MAX_VALUE, sequence: '' };
  const { ApproximateCreationDateTime: at, SequenceNumber } = data.dynamodb;
  // Numbers of up to 40 digits. Without leading zeros, the longer one is greater.
  return { at, sequence: SequenceNumber.replace(/^0+/, '') };
};

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Formats the summary for people. */
export const formatReplay = ({ sent, kept, ended }: ReplayReport): string => {
  const lines = [`Published ${sent} parked ${sent === 1 ? 'record' : 'records'}.`];
  if (kept.length > 0) lines.push(`${kept.length} stay parked:`, ...kept.map(formatKept));
  lines.push(...ENDED[ended]);
  return lines.join('\n');
};

const formatKept = ({ messageId, parkedAt = 'unknown time', reason }: Kept): string =>
  `  ${parkedAt}  message ${messageId}  ${reason}`;

const ENDED: Readonly<Record<ReplayReport['ended'], readonly string[]>> = {
  drained: [],
  interrupted: ['Interrupted: the other records are still parked.'],
  unavailable: ['The tables or the bus cannot be reached. The other records are still parked.'],
};
