import { known } from '@willcall/contracts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import type { StackTemplate } from '../stacks/stack-template.ts';
import { computeFixedPrices, FIXED_PRICE_SOURCES, type FixedPrice } from './fixed-prices.ts';
import { computePaymentUsage } from './payment-usage.ts';
import {
  PRICED_IN,
  PRICED_ON,
  type PricedUnit,
  prices,
  priceUsage,
  sumDollars,
  type Usage,
} from './prices.ts';
import { computeIdleUsage, computePurchaseUsage, computeVisitUsage } from './usage.ts';

export type StageTemplates = {
  readonly stage: string;
  readonly configuration: Pick<StageConfiguration, 'payments'>;
  readonly templates: readonly StackTemplate[];
};

/** Dollars are US dollars, at list prices without free tiers. */
type CostReport = {
  readonly pricedIn: string;
  readonly pricedOn: string;
  /** The cost of a month without visitors. */
  readonly idleMonth: readonly {
    readonly stage: string;
    readonly fixed: readonly FixedPrice[];
    readonly fixedDollars: number;
    /** Schedules, their metrics, and polls of empty queues. */
    readonly usedDollars: number;
    readonly dollars: number;
  }[];
  /** A million confirmed purchases, each with an event and a reminder. */
  readonly millionPurchases: {
    /** In batches of ten. */
    readonly rush: PricedUsage;
    /** One by one, over a month. */
    readonly quiet: PricedUsage;
    /** CloudFront and WAF, for a stage that has them. */
    readonly frontDollars: number;
  };
  /** What payment adds to a million purchases, without what the provider takes. */
  readonly millionPayments: {
    readonly rush: PricedUsage;
    readonly quiet: PricedUsage;
    readonly frontDollars: number;
  };
  /** A million first visits to the page, for a stage that has it. */
  readonly millionVisits: PricedUsage & {
    /** WAF, for a stage that has it. */
    readonly firewallDollars: number;
  };
  readonly sources: readonly string[];
};

type PricedUsage = {
  readonly units: Usage;
  readonly dollarsByUnit: Usage;
  readonly dollars: number;
};

const MILLION = 1_000_000;

/** Computes the cost of an idle month and of a million purchases. */
export const makeCostReport = (stages: readonly StageTemplates[]): CostReport => {
  const rush = priceSale('rush');
  const quiet = priceSale('quiet');
  const front = priceSale('rush', true);
  const visits = price(computeVisitUsage(MILLION));
  const payments = { rush: pricePayments('rush'), quiet: pricePayments('quiet') };
  const checkedVisits = price(computeVisitUsage(MILLION, { hasFirewall: true }));
  return {
    pricedIn: PRICED_IN,
    pricedOn: PRICED_ON,
    idleMonth: stages.map(({ stage, configuration, templates }) => {
      const usedDollars = sumDollars(priceUsage(computeIdleUsage(configuration)));
      const fixed = computeFixedPrices(templates);
      const fixedDollars = fixed.reduce((sum, each) => sum + each.dollars, 0);
      return { stage, fixed, fixedDollars, usedDollars, dollars: fixedDollars + usedDollars };
    }),
    millionPurchases: { rush, quiet, frontDollars: front.dollars - rush.dollars },
    millionPayments: {
      ...payments,
      frontDollars: pricePayments('rush', true).dollars - payments.rush.dollars,
    },
    millionVisits: { ...visits, firewallDollars: checkedVisits.dollars - visits.dollars },
    sources: [
      ...new Set([...FIXED_PRICE_SOURCES, ...Object.values(prices).map(({ source }) => source)]),
    ].toSorted(),
  };
};

const priceSale = (pace: 'rush' | 'quiet', hasDistribution = false): PricedUsage =>
  price(computePurchaseUsage({ purchases: MILLION, pace, hasDistribution }));

const pricePayments = (pace: 'rush' | 'quiet', hasDistribution = false): PricedUsage =>
  price(computePaymentUsage({ purchases: MILLION, pace, hasDistribution }));

const price = (units: Usage): PricedUsage => {
  const dollarsByUnit = priceUsage(units);
  return { units, dollarsByUnit, dollars: sumDollars(dollarsByUnit) };
};

const DOLLAR = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** Formats the cost report as Markdown, for COSTS.md. */
export const formatCostTable = (stages: readonly StageTemplates[]): string => {
  const report = makeCostReport(stages);
  return [
    `List prices of ${report.pricedIn}, ${report.pricedOn}, in US dollars, without free tiers:`,
    '',
    ...formatIdleTable(report.idleMonth),
    '',
    ...formatPurchaseTable(
      'A million confirmed purchases, each with an event and a reminder',
      report.millionPurchases,
    ),
    '',
    ...formatPurchaseTable(
      'What it adds if a million purchases are held and paid',
      report.millionPayments,
    ),
    ...formatThousand(report.millionPayments),
    '',
    ...formatVisitTable(report.millionVisits),
    '',
    `Prices: ${report.sources.join(', ')}`,
  ].join('\n');
};

const formatIdleTable = (idleMonth: CostReport['idleMonth']): string[] => [
  '| Idle month | Keys, secrets, firewall, alarms, dashboard | Schedules, their metrics, polls of empty queues | Total |',
  '|---|---:|---:|---:|',
  ...idleMonth.map(({ stage, fixed, fixedDollars, usedDollars, dollars }) => {
    const counts = fixed.map(({ type, count }) => `${count} ${type.split('::')[2]}`);
    return formatRow(
      `\`${stage}\``,
      DOLLAR.format(fixedDollars) + (counts.length === 0 ? '' : ` (${counts.join(', ')})`),
      DOLLAR.format(usedDollars),
      DOLLAR.format(dollars),
    );
  }),
];

const formatPurchaseTable = (
  title: string,
  { rush, quiet, frontDollars }: CostReport['millionPurchases'],
): string[] => [
  `| ${title} | Rush, in batches of ten | One by one, over a month |`,
  '|---|---:|---:|',
  ...(Object.keys(rush.units) as PricedUnit[]).map((unit) =>
    formatRow(prices[unit].unit, formatUnits(rush, unit), formatUnits(quiet, unit)),
  ),
  formatRow(
    '**Total**',
    `**${DOLLAR.format(rush.dollars)}**`,
    `**${DOLLAR.format(quiet.dollars)}**`,
  ),
  formatRow(
    'CloudFront and WAF, for a stage that has them',
    DOLLAR.format(frontDollars),
    DOLLAR.format(frontDollars),
  ),
];

const THOUSANDS_PER_MILLION = 1_000;

const formatThousand = ({ rush, quiet }: CostReport['millionPayments']): string[] => [
  formatRow(
    'For each 1,000 paid purchases',
    ...[rush, quiet].map(({ dollars }) => DOLLAR.format(dollars / THOUSANDS_PER_MILLION)),
  ),
];

const formatVisitTable = (visits: CostReport['millionVisits']): string[] => [
  '| A million first visits to the page, for a stage that has it | |',
  '|---|---:|',
  ...(Object.keys(visits.units) as PricedUnit[]).map((unit) =>
    formatRow(prices[unit].unit, formatUnits(visits, unit)),
  ),
  formatRow('**Total**', `**${DOLLAR.format(visits.dollars)}**`),
  formatRow('WAF, for a stage that has it', DOLLAR.format(visits.firewallDollars)),
];

/** The units, and their dollars. */
const formatUnits = ({ units, dollarsByUnit }: PricedUsage, unit: PricedUnit): string =>
  `${COUNT.format(known(units[unit], unit))}: ${DOLLAR.format(known(dollarsByUnit[unit], unit))}`;

const formatRow = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
