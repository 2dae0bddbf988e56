import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Metered } from './metered-table.ts';

/** Sends a request, and gives the units by our meter beside those by DynamoDB Local. */
export const bothCounts = async (
  { meter }: Metered,
  send: () => Promise<{ ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>,
) => {
  let local = 0;
  const { writeUnits, readUnits } = await meter.during(async () => {
    const consumed = [(await send()).ConsumedCapacity ?? []].flat();
    local = consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  });
  return { ours: writeUnits + readUnits, local };
};
