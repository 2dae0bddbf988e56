import type { LocalEndpoints } from '@willcall/localstack';
import { type CapacityMeter, createCapacityMeter } from '../support/capacity/capacity-meter.ts';

/** One promise of the design's cost table, and what was counted. */
export type CostLine = {
  readonly step: string;
  readonly measure: string;
  readonly most: number;
  readonly counted: number;
};

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Counts what is sent to a local DynamoDB. */
export const createMeter = ({ dynamodbEndpoint }: LocalEndpoints): CapacityMeter =>
  createCapacityMeter({ endpoint: dynamodbEndpoint, region: 'us-east-1', credentials });

/** All calls, whatever they are. */
export const addUp = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((a, b) => a + b, 0);
