import { type FunctionId, functions } from '@willcall/topology';
import { lambdaMetric } from '../metrics/lambda-metric.ts';
import { type Service, serviceMetric } from '../metrics/service-metric.ts';
import { sumOf } from '../metrics/sum-of.ts';
import type { Watched } from '../metrics/watched.ts';
import { ACCEPT_WITHIN_MS } from '../slo/service-levels.ts';
import type { AlarmDefinition } from './alarm-definition.ts';

/** Whatever can be retried is no error: each one is a time-out, a crash or a mistake. */
const ERRORS_A_MINUTE = 1;

const THROTTLES_A_MINUTE = 1;

/** Functions that answer their errors themselves, with status 500. */
const answering = ['health', 'accept', 'purchases', 'shows'] as const;

/** Alarms on each function, and those that `accept` has besides. */
export const functionAlarms = (watched: Watched): AlarmDefinition[] => [
  ...(Object.keys(functions) as FunctionId[]).map((id) => errorsOf(id, watched)),
  {
    id: 'accept-throttled',
    section: 'accept-throttled',
    summary:
      'Lambda refuses to run accept: the account’s or the function’s concurrency is used up.',
    metric: lambdaMetric(watched.functions.accept, 'Throttles'),
    is: 'at least',
    threshold: THROTTLES_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    silence: 'all is well',
    troublesSale: true,
  },
  {
    id: 'accept-latency',
    section: 'accept-latency',
    summary: `One purchase in a hundred takes more than ${ACCEPT_WITHIN_MS} ms to be accepted.`,
    metric: lambdaMetric(watched.functions.accept, 'Duration', 'p99'),
    is: 'above',
    threshold: ACCEPT_WITHIN_MS,
    periods: { breaching: 4, of: 5 },
    silence: 'all is well',
    ignoresFew: true,
  },
];

function errorsOf(id: FunctionId, { stage, functions: names }: Watched): AlarmDefinition {
  const errors = lambdaMetric(names[id], 'Errors');
  const isAlone = id === 'worker' || id === 'accept';
  const service = answers(id);
  return {
    id: `${id}-errors`,
    section: isAlone ? `${id}-errors` : 'function-errors',
    summary: `The function ${id} fails, times out or answers 500.`,
    metric:
      service === undefined
        ? errors
        : sumOf('errors', {
            errors,
            answered: serviceMetric({ stage, service, name: 'Problem500' }),
          }),
    is: 'at least',
    threshold: ERRORS_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    silence: 'all is well',
    troublesSale: isAlone,
  };
}

const answers = (id: FunctionId): Service | undefined => answering.find((each) => each === id);
