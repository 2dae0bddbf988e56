import type { LocalEndpoints } from '@willcall/localstack';
import { type CapacityMeter, createCapacityMeter } from '../support/capacity/capacity-meter.ts';

/** A limit from the cost table in ARCHITECTURE.md, and the count that was measured. */
export type CostLine = {
  readonly step: string;
  readonly measure: string;
  readonly most: number;
  readonly counted: number;
};

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Makes a meter of the capacity units that calls to a local DynamoDB consume. */
export const createMeter = ({ dynamodbEndpoint }: LocalEndpoints): CapacityMeter =>
  createCapacityMeter({ endpoint: dynamodbEndpoint, region: 'us-east-1', credentials });

export const addUp = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((a, b) => a + b, 0);
