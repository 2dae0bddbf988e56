import { formatMoney } from '@willcall/domain';
import type { MessageCounts } from '@willcall/messaging';
import type { PaymentSurvey, SurveyedPurchase } from './survey-payments.ts';

/** What `willcall payments --json` prints. */
export type PaymentsReport = {
  readonly shows: readonly PaymentSurvey[];
  /** Refunds that the provider can make in a second, by the budget of the stage. */
  readonly refundsPerSecond: number;
  /** Payment tasks that could not be done. */
  readonly dead: MessageCounts;
  /** Refunds that this call has requested again. Missing without a retry. */
  readonly retried?: number;
  /** Dead letters that this call has sent back. Missing without --redrive. */
  readonly redriven?: number;
};

/** Formats the report for people. */
export const formatPayments = ({
  shows,
  refundsPerSecond,
  dead,
  retried,
  redriven,
}: PaymentsReport): string =>
  [
    ...(shows.length === 0 ? ['No paid show is or was on sale in the last day.'] : []),
    ...shows.flatMap((survey) => formatShow(survey, refundsPerSecond)),
    `Dead letters of payments: ${dead.ready} ready, ${dead.hidden} hidden${dead.ready > 0 ? '. --redrive sends them back' : ''}`,
    ...(retried === undefined ? [] : [`Requested ${plural(retried, 'refund')} again.`]),
    ...(redriven === undefined ? [] : [`Sent ${plural(redriven, 'dead letter')} back.`]),
  ].join('\n');

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const formatShow = (survey: PaymentSurvey, refundsPerSecond: number): string[] => [
  `Show ${survey.show}${survey.isCancelled ? ', which is cancelled' : ''}: ${formatRefunds(survey, refundsPerSecond)}`,
  ...survey.failed.map((each) => `  refund failed: ${describe(each)}`),
  ...(survey.isCancelled
    ? []
    : survey.requested.map((each) => `  refund requested: ${describe(each)}`)),
  ...survey.holdsPastEnd.map(
    (each) => `  hold past its end at ${each.holdUntil}: ${describe(each)}`,
  ),
  ...survey.disputed.map((each) => `  disputed: ${describe(each)}`),
  ...(survey.unreadable === 0
    ? []
    : [`  ${plural(survey.unreadable, 'record')} cannot be read: willcall audit names them`]),
];

const describe = ({ purchaseId, intent, amount, attempt }: SurveyedPurchase): string =>
  [
    `purchase ${purchaseId}`,
    intent === undefined ? 'no intent' : `intent ${intent}`,
    ...(amount === undefined ? [] : [formatMoney(amount)]),
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
  ].join(', ');

/** Refunds go on by themselves: their tasks wait in a queue and in a table, and no command is needed. */
const formatRefunds = (
  {
    toCancel,
    refunds: { REQUESTED: requested, SUCCEEDED: succeeded, FAILED: failed },
  }: PaymentSurvey,
  refundsPerSecond: number,
): string => {
  const all = requested + succeeded + failed;
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  const rest =
    requested === 0
      ? ''
      : `, ${requested} to go: about ${formatDuration(requested / refundsPerSecond)}. They go on by themselves`;
  if (toCancel > 0) {
    const follow =
      toCancel === 1
        ? '1 purchase is still to be cancelled; its refund follows'
        : `${toCancel} purchases are still to be cancelled; their refunds follow`;
    return all === 0 ? follow : `${follow}. Refunds so far: ${succeeded} made${failures}${rest}`;
  }
  if (all === 0) return 'no refunds';
  return `${succeeded} of ${plural(all, 'refund')} done${failures}${rest}`;
};

const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

/** Rounded up to minutes: a rate is no promise. */
const formatDuration = (seconds: number): string => {
  const minutes = Math.ceil(seconds / SECONDS_PER_MINUTE);
  if (minutes < MINUTES_PER_HOUR) return plural(minutes, 'minute');
  return `${Math.floor(minutes / MINUTES_PER_HOUR)} h ${minutes % MINUTES_PER_HOUR} min`;
};
