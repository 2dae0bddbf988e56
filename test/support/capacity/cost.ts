/** Capacity units that a request consumed in one table, its indexes included. */
export type Cost = {
  readonly table: string;
  readonly writeUnits: number;
  readonly readUnits: number;
};
