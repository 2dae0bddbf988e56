import { type FunctionId, functions } from '@willcall/topology';
import { apiMetric, lambdaMetric, type Watched } from '../metrics/aws-metrics.ts';
import { percentageMetric, sumMetrics } from '../metrics/expressions.ts';
import { type Service, serviceMetric } from '../metrics/service-metric.ts';
import { ACCEPT_WITHIN_MS } from '../slo/service-levels.ts';
import type { AlarmDefinition } from './alarm.ts';

/** Whatever can be retried is no error: each one is a time-out, a crash or a mistake. */
const ERRORS_A_MINUTE = 1;

const THROTTLES_A_MINUTE = 1;

/** Functions that answer their errors themselves, with status 500. */
const apiServices = ['health', 'accept', 'purchases', 'shows'] as const;

/** Alarms on each function, and those that `accept` has besides. */
export const defineFunctionAlarms = (watched: Watched): AlarmDefinition[] => [
  ...(Object.keys(functions) as FunctionId[]).map((id) => defineErrorsAlarm(id, watched)),
  {
    id: 'accept-throttled',
    section: 'accept-throttled',
    summary:
      'Lambda refuses to run accept: the account’s or the function’s concurrency is used up.',
    metric: lambdaMetric(watched.functions.accept, 'Throttles'),
    comparison: 'at least',
    threshold: THROTTLES_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    missingData: 'not breaching',
    affectsBuyers: true,
  },
  {
    id: 'accept-latency',
    section: 'accept-latency',
    summary: `One purchase in a hundred takes more than ${ACCEPT_WITHIN_MS} ms to be accepted.`,
    metric: lambdaMetric(watched.functions.accept, 'Duration', 'p99'),
    comparison: 'above',
    threshold: ACCEPT_WITHIN_MS,
    periods: { breaching: 4, of: 5 },
    missingData: 'not breaching',
    ignoresLowSampleCount: true,
  },
];

function defineErrorsAlarm(id: FunctionId, { stage, functions: names }: Watched): AlarmDefinition {
  const errors = lambdaMetric(names[id], 'Errors');
  const hasOwnSection = id === 'worker' || id === 'accept';
  const service = findApiService(id);
  return {
    id: `${id}-errors`,
    section: hasOwnSection ? `${id}-errors` : 'function-errors',
    summary: `The function ${id} fails, times out or answers 500.`,
    metric:
      service === undefined
        ? errors
        : sumMetrics('errors', {
            errors,
            answered: serviceMetric({ stage, service, name: 'Problem500' }),
          }),
    comparison: 'at least',
    threshold: ERRORS_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    missingData: 'not breaching',
    affectsBuyers: hasOwnSection,
  };
}

const findApiService = (id: FunctionId): Service | undefined =>
  apiServices.find((each) => each === id);

/** Ten times what the promise allows: the burn alarms see what is slower, this one sees it at once. */
const FAILED_PERCENT = 1;

/** Requests a minute: of fewer, one that fails is more than that. */
const REQUESTS = 100;

/** The alarm on what callers get of the HTTP API, whatever function it was of. */
export const defineApiAlarms = ({ apiId }: Watched): AlarmDefinition[] =>
  apiId === undefined
    ? []
    : [
        {
          id: 'api-errors',
          section: 'api-errors',
          summary: `More than ${FAILED_PERCENT} % of all requests are answered with a 5xx.`,
          metric: percentageMetric({
            label: '5xx in percent of requests',
            part: apiMetric(apiId, '5xx'),
            whole: apiMetric(apiId, 'Count'),
            atLeast: REQUESTS,
          }),
          comparison: 'above',
          threshold: FAILED_PERCENT,
          periods: { breaching: 2, of: 3 },
          missingData: 'not breaching',
          affectsBuyers: true,
        },
      ];
