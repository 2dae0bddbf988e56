import type { ShowResource } from '@willcall/contracts';
import type { ShowRecord } from '@willcall/store';

/** A show as anybody may see it: without the bookkeeping. What a show does not have is left out. */
export const showResource = ({
  buckets,
  pausedAt,
  resumedAt,
  soldOutAt,
  returns,
  removedAt,
  priceVersion,
  stampedVersion,
  flyerOrder,
  createdAt,
  updatedAt,
  correlationId,
  ...shown
}: ShowRecord): ShowResource =>
  JSON.parse(JSON.stringify({ ...shown, ...(soldOutAt === undefined ? {} : { soldOut: true }) }));
