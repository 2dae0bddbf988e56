import type { Seams } from '@willcall/lambda';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AnnouncedSale } from './announced-sale.ts';
import type { StreamedTable } from './table-changes.ts';

export type LaggingStreams = {
  /**
   * Runs `work` and queues its changes in the streams of the tables. Nested calls are part of the
   * outer one.
   */
  record(work: () => Promise<unknown>): Promise<void>;
  /** Delivers the queued records of one stream, and queues what they change. */
  deliver(table: StreamedTable, seams?: Seams): Promise<void>;
  /** Delivers until no record is queued. */
  drain(seams?: Seams): Promise<void>;
};

/** The streams of a sale, each as far behind as a test needs. */
export function makeLaggingStreams(announced: AnnouncedSale): LaggingStreams {
  const waiting: Record<StreamedTable, DynamoDBRecord[]> = {
    SHOWS_TABLE: [],
    PURCHASES_TABLE: [],
    REMINDERS_TABLE: [],
  };
  const tables = Object.keys(waiting) as StreamedTable[];

  let isRecording = false;
  const record: LaggingStreams['record'] = async (work) => {
    if (isRecording) return void (await work());
    isRecording = true;
    try {
      const changes = await announced.changesBy(work);
      for (const table of tables) waiting[table].push(...changes[table]);
    } finally {
      isRecording = false;
    }
  };
  const deliver: LaggingStreams['deliver'] = async (table, seams) => {
    const records = waiting[table].splice(0);
    if (records.length === 0) return;
    await record(async () => {
      const failed = await announced.stream(seams)(records);
      if (failed.length > 0) throw new Error(`${failed.length} records failed`);
    });
  };
  return {
    record,
    deliver,
    drain: async (seams) => {
      while (tables.some((table) => waiting[table].length > 0)) {
        for (const table of tables) await deliver(table, seams);
      }
    },
  };
}
