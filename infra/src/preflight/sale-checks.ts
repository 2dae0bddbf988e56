import { known, MAX_HOLD_SECONDS } from '@willcall/contracts';
import { limitOf } from '@willcall/payments';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { adviseAgainst, nameBottleneck } from '../model/advice.ts';
import type { Bottleneck } from '../model/bottlenecks.ts';
import { constants } from '../model/constants.ts';
import { type Admission, type DeployedLimits, findAdmission } from '../model/deployed-limits.ts';
import { findPaymentRate } from '../model/payments.ts';
import type { Sale, SaleResult } from '../model/run-sale.ts';
import { DECIDED_WITHIN_MS } from '../operations/slo/service-levels.ts';

/** A sale that was simulated on a stage. */
export type SimulatedSale = {
  readonly sale: Sale;
  readonly configuration: Pick<StageConfiguration, 'firewall' | 'payments'>;
  readonly limits: DeployedLimits;
  readonly result: SaleResult;
  /** If a payment provider takes the money: how long tickets are held for a buyer who pays. */
  readonly holdSeconds?: number;
};

/** One question before a sale. */
export type SaleCheck = {
  /** What is in order if the check finds nothing, for people to read. */
  readonly states: (simulated: SimulatedSale) => string;
  /** @returns a sentence for each problem, which says what to change */
  readonly find: (simulated: SimulatedSale) => readonly string[];
};

const MS_PER_SECOND = 1_000;
const format = (value: number): string => Math.ceil(value).toLocaleString('en');
const seconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} s`;

const admission: SaleCheck = {
  states: ({ limits, result }) =>
    `buyers ask up to ${format(result.peakRequests)} times a second, and POST /purchases admits them (${format(limits.requestsPerSecond)} requests/s)`,
  find: ({ limits, result }) => {
    if (result.throttledRequests === 0) return [];
    const order: readonly Admission[] = ['throttle', 'gateway', 'accept', 'queue'];
    const rates = findAdmission(limits);
    const short = order.filter((each) => rates[each] < result.peakRequests);
    const binding = short.length > 0 ? short : (['throttle'] as const);
    return binding.map(
      (each) =>
        `Buyers ask ${format(result.peakRequests)} times a second at the peak, above ${nameBottleneck(each, limits)}: 1 % of them wait for more than ${seconds(result.wait.p99)}. ${adviseAgainst(each, limits, result)}`,
    );
  },
};

/** What can delay a purchase once it is queued. */
const isBehindQueue = (bottleneck: Bottleneck): boolean =>
  ['pollers', 'workers', 'shards'].includes(bottleneck) || bottleneck.startsWith('table ');

const decisions: SaleCheck = {
  states: ({ result }) =>
    `99 % of the purchases are decided within ${seconds(result.timeToDecision.p99)} (${seconds(DECIDED_WITHIN_MS / MS_PER_SECOND)} are promised)`,
  find: ({ sale, limits, result }) => {
    const { p99 } = result.timeToDecision;
    const isLate = p99 * MS_PER_SECOND > DECIDED_WITHIN_MS;
    if (!isLate && result.answered === sale.buyers) return [];
    const { untilSoldOut, afterwards } = result.bound;
    const binding = [...untilSoldOut, ...afterwards]
      .filter(({ bottleneck }) => isBehindQueue(bottleneck))
      .sort((a, b) => b.share - a.share)
      .at(0)?.bottleneck;
    const late = `1 % of the purchases are decided after more than ${seconds(p99)}, and ${seconds(DECIDED_WITHIN_MS / MS_PER_SECOND)} are promised.`;
    if (binding === undefined) return [late];
    return [
      `${late} What binds: ${nameBottleneck(binding, limits)}. ${adviseAgainst(binding, limits, result)}`,
    ];
  },
};

const polls: SaleCheck = {
  states: ({ limits, result }) =>
    `waiting buyers look up to ${format(result.peakPolls)} times a second, and GET /purchases/{purchaseId} admits them (${format(limits.pollsPerSecond)} requests/s)`,
  find: ({ limits, result: { peakPolls } }) => {
    if (peakPolls <= limits.pollsPerSecond) return [];
    return [
      `Waiting buyers look ${format(peakPolls)} times a second at the peak, but GET /purchases/{purchaseId} admits ${format(limits.pollsPerSecond)}. Set its throttle to ${format(peakPolls)} requests a second.`,
    ];
  },
};

/** The time over which the firewall counts. */
const FIREWALL_SECONDS = 300;

/** The requests of the most patient buyer in the firewall's time: tries, and polls with `Retry-After`. */
const countRequestsOfOne = ({ wait, timeToDecision }: SaleResult): number => {
  const tries =
    1 + (Math.min(FIREWALL_SECONDS, wait.most) * MS_PER_SECOND) / constants.retryMs.value;
  const pollsOfOne = 1 + Math.min(FIREWALL_SECONDS, timeToDecision.most) / 0.75;
  return Math.ceil(tries + pollsOfOne);
};

const firewall: SaleCheck = {
  states: ({ configuration: { firewall: rules }, result }) => {
    if (rules === undefined) return 'the stage has no firewall that could refuse a buyer';
    const together = Math.floor(rules.perAddress / countRequestsOfOne(result));
    return `the firewall admits a buyer, and ${format(together)} buyers behind one address`;
  },
  find: ({ configuration: { firewall: rules }, result }) => {
    const ofOne = countRequestsOfOne(result);
    if (rules === undefined || ofOne <= Math.min(rules.perToken, rules.perAddress)) return [];
    return [
      `A buyer sends up to ${format(ofOne)} requests in five minutes, but the firewall admits ${format(rules.perToken)} of a token and ${format(rules.perAddress)} of an address. Set firewall to more than ${format(ofOne)}.`,
    ];
  },
};

const throughput: SaleCheck = {
  states: () => 'no table throttles',
  find: ({ limits, result }) =>
    Object.entries(result.tables).flatMap(([table, { throttled, peakReads, peakWrites }]) => {
      if (throttled === 0) return [];
      const bottleneck = `table ${table}` as Bottleneck;
      return [
        `DynamoDB refuses ${format(throttled)} calls, after ${format(peakReads)} read and ${format(peakWrites)} write units a second: too much for ${nameBottleneck(bottleneck, limits)}. ${adviseAgainst(bottleneck, limits, result)}`,
      ];
    }),
};

/** The executions that a sale needs at once, with those that AWS keeps for other functions. */
const countExecutions = ({ limits, result }: SimulatedSale): number => {
  const admitted = Math.min(result.peakRequests, ...Object.values(findAdmission(limits)));
  const ofAccept = (admitted * constants.acceptMs.value) / MS_PER_SECOND;
  const ofPolls = (result.peakPolls * constants.readPurchaseMs.value) / MS_PER_SECOND;
  return Math.ceil(
    limits.polling.atMost + Math.max(constants.unreservedConcurrency.value, ofAccept + ofPolls),
  );
};

const concurrency: SaleCheck = {
  states: (simulated) =>
    `Lambda has the ${format(countExecutions(simulated))} executions that the sale needs (${format(simulated.limits.concurrency)} in the account)`,
  find: (simulated) => {
    const needed = countExecutions(simulated);
    if (needed <= simulated.limits.concurrency) return [];
    return [
      `The sale needs ${format(needed)} concurrent executions of Lambda, but the account has ${format(simulated.limits.concurrency)}. Request at least ${needed}: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${needed}.`,
    ];
  },
};

/** The purchases that must be paid, if all tickets are sold. */
const countPaid = ({ buyers, tickets, ticketsEach }: Sale): number =>
  Math.ceil(Math.min(tickets, buyers * ticketsEach) / ticketsEach);

/** The part of all calls to the provider that buyers who start to pay have. */
const PAYMENTS_SHARE = limitOf('payments', 100) / 100;

const payments: SaleCheck = {
  states: ({ sale, configuration, holdSeconds }) => {
    if (holdSeconds === undefined) return 'nothing is charged (--paid checks a show that is paid)';
    const rate = known(findPaymentRate(configuration), 'rate of payments');
    return `${format(countPaid(sale))} buyers can start to pay within ${format(countPaid(sale) / rate)} s (${format(rate)} a second), and their tickets are held for ${format(holdSeconds)} s`;
  },
  find: ({ sale, configuration, holdSeconds }) => {
    if (holdSeconds === undefined) return [];
    const rate = findPaymentRate(configuration);
    if (rate === undefined) {
      return [
        'The stage takes no payments, so no show of it can be paid. Set payments of the stage in infra/src/configuration/stages.ts.',
      ];
    }
    const needed = countPaid(sale) / rate;
    if (needed <= holdSeconds) return [];
    const longer =
      needed <= MAX_HOLD_SECONDS
        ? `Set holdSeconds of the show to at least ${Math.ceil(needed)}, or ask`
        : `No show can hold tickets for that long. Ask`;
    return [
      `The payment provider lets ${format(rate)} buyers start to pay in a second, so ${format(countPaid(sale))} purchases need ${format(needed)} s, but their tickets are held for ${format(holdSeconds)} s: the last buyers wait longer than that. ${longer} Stripe for ${format(countPaid(sale) / holdSeconds / PAYMENTS_SHARE)} requests a second, also of each operation, at least six weeks before, and set payments.callsPerSecond of the stage to what it allows.`,
    ];
  },
};

/** Every check before a sale, along the path of a purchase. */
export const saleChecks: readonly SaleCheck[] = [
  firewall,
  admission,
  concurrency,
  throughput,
  decisions,
  polls,
  payments,
];
