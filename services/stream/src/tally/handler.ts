import {
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import { createStreamFunction, type StreamFunction } from '../stream-function.ts';
import { tallyBatch } from './tally-batch.ts';

const variables = { PULSE_TABLE: NonEmptyText };

/** Counts what was decided for each show. Only those who watch a sale see it: nothing else depends on it. */
export function createTally(environment: Environment, seams: Seams = {}): StreamFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('tally', environment);
  const { log, measure } = observability;
  const { clock = () => new Date() } = seams;
  const store = openStore(
    { pulse: settings.PULSE_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  return createStreamFunction(observability, (records) =>
    tallyBatch(records, { store, clock, log, measure }),
  );
}
