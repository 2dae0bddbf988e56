import type { ShowResource } from '@willcall/contracts';
import type { ShowRecord } from '@willcall/store';

/** A show as anybody may see it: without the bookkeeping. */
export const showResource = ({ buckets, createdAt, ...show }: ShowRecord): ShowResource => {
  const { saleOpensAt, saleClosesAt, ...always } = show;
  return {
    ...always,
    ...(saleOpensAt === undefined ? {} : { saleOpensAt }),
    ...(saleClosesAt === undefined ? {} : { saleClosesAt }),
  };
};
