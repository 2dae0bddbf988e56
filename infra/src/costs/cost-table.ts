import { known } from '@willcall/contracts';
import type { StackTemplate } from '../stacks/stack-template.ts';
import { computeFixedPrices, FIXED_PRICE_SOURCES, type FixedPrice } from './fixed-prices.ts';
import {
  PRICED_IN,
  PRICED_ON,
  type PricedUnit,
  prices,
  priceUsage,
  sumDollars,
  type Usage,
} from './prices.ts';
import { computeIdleUsage, computePurchaseUsage } from './usage.ts';

export type StageTemplates = {
  readonly stage: string;
  readonly templates: readonly StackTemplate[];
};

/** Dollars are US dollars, at list prices without free tiers. */
type CostReport = {
  readonly pricedIn: string;
  readonly pricedOn: string;
  /** A month in which nobody comes. */
  readonly idleMonth: readonly {
    readonly stage: string;
    readonly fixed: readonly FixedPrice[];
    readonly fixedDollars: number;
    /** Schedules and their metrics, and looks at empty queues. */
    readonly usedDollars: number;
    readonly dollars: number;
  }[];
  /** A million purchases, each confirmed, announced and reminded. */
  readonly millionPurchases: {
    /** In batches of ten. */
    readonly rush: PricedUsage;
    /** One by one, over a month. */
    readonly quiet: PricedUsage;
    /** CloudFront and WAF, where a stage has them. */
    readonly frontDollars: number;
  };
  readonly sources: readonly string[];
};

type PricedUsage = {
  readonly units: Usage;
  readonly dollarsByUnit: Usage;
  readonly dollars: number;
};

const MILLION = 1_000_000;

/** The cost of an idle month and of a million purchases. */
export const makeCostReport = (stages: readonly StageTemplates[]): CostReport => {
  const usedDollars = sumDollars(priceUsage(computeIdleUsage()));
  const rush = priceSale('rush');
  const quiet = priceSale('quiet');
  const front = priceSale('rush', true);
  return {
    pricedIn: PRICED_IN,
    pricedOn: PRICED_ON,
    idleMonth: stages.map(({ stage, templates }) => {
      const fixed = computeFixedPrices(templates);
      const fixedDollars = fixed.reduce((sum, each) => sum + each.dollars, 0);
      return { stage, fixed, fixedDollars, usedDollars, dollars: fixedDollars + usedDollars };
    }),
    millionPurchases: { rush, quiet, frontDollars: front.dollars - rush.dollars },
    sources: [
      ...new Set([...FIXED_PRICE_SOURCES, ...Object.values(prices).map(({ source }) => source)]),
    ].toSorted(),
  };
};

const priceSale = (pace: 'rush' | 'quiet', hasDistribution = false): PricedUsage => {
  const units = computePurchaseUsage({ purchases: MILLION, pace, hasDistribution });
  const dollarsByUnit = priceUsage(units);
  return { units, dollarsByUnit, dollars: sumDollars(dollarsByUnit) };
};

const DOLLAR = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** The same as Markdown, for COSTS.md. */
export const formatCostTable = (stages: readonly StageTemplates[]): string => {
  const report = makeCostReport(stages);
  return [
    `List prices of ${report.pricedIn}, ${report.pricedOn}, in US dollars, without free tiers:`,
    '',
    ...formatIdleTable(report.idleMonth),
    '',
    ...formatPurchaseTable(report.millionPurchases),
    '',
    `Prices: ${report.sources.join(', ')}`,
  ].join('\n');
};

const formatIdleTable = (idleMonth: CostReport['idleMonth']): string[] => [
  '| a month in which nobody comes | keys, secrets, firewall, alarms, dashboard | schedules and their metrics, looks at empty queues | together |',
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

const formatPurchaseTable = ({
  rush,
  quiet,
  frontDollars,
}: CostReport['millionPurchases']): string[] => {
  const cell = ({ units, dollarsByUnit }: PricedUsage, unit: PricedUnit): string =>
    `${COUNT.format(known(units[unit], unit))}: ${DOLLAR.format(known(dollarsByUnit[unit], unit))}`;
  return [
    '| a million purchases, each confirmed, announced and reminded | in a rush, batches of ten | one by one, over a month |',
    '|---|---:|---:|',
    ...(Object.keys(rush.units) as PricedUnit[]).map((unit) =>
      formatRow(prices[unit].unit, cell(rush, unit), cell(quiet, unit)),
    ),
    formatRow(
      '**together**',
      `**${DOLLAR.format(rush.dollars)}**`,
      `**${DOLLAR.format(quiet.dollars)}**`,
    ),
    formatRow(
      'CloudFront and WAF, where a stage has them',
      DOLLAR.format(frontDollars),
      DOLLAR.format(frontDollars),
    ),
  ];
};

const formatRow = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
