import type { StackTemplate } from '../stacks/stack-template.ts';
import { FIXED_PRICE_SOURCES, type FixedPrice, fixedPrices } from './fixed-prices.ts';
import { dollarsOf, PRICED_IN, PRICED_ON, type PricedUnit, prices, sumOf } from './prices.ts';
import { idleUsage, purchaseUsage } from './usage.ts';

export type StageCost = { readonly stage: string; readonly templates: readonly StackTemplate[] };

const MILLION = 1_000_000;

const DOLLAR = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** What stages cost when idle, and what a million purchases cost, as Markdown for the README. */
export const costTable = (stages: readonly StageCost[]): string =>
  [
    `List prices of ${PRICED_IN}, ${PRICED_ON}, in US dollars, without free tiers:`,
    '',
    ...idleTable(stages),
    '',
    ...purchaseTable(),
    '',
    `Prices: ${sources().join(', ')}`,
  ].join('\n');

const sources = (): string[] =>
  [
    ...new Set([...FIXED_PRICE_SOURCES, ...Object.values(prices).map(({ source }) => source)]),
  ].toSorted();

const idleTable = (stages: readonly StageCost[]): string[] => {
  const used = sumOf(dollarsOf(idleUsage()));
  return [
    '| a month in which nobody comes | keys, secrets, firewall, alarms, dashboard | schedules and their metrics, looks at empty queues | together |',
    '|---|---:|---:|---:|',
    ...stages.map(({ stage, templates }) => {
      const fixed = fixedPrices(templates);
      const dollars = fixed.reduce((sum, each) => sum + each.dollars, 0);
      const what = fixed.length === 0 ? '' : ` (${fixed.map(counted).join(', ')})`;
      return row(
        `\`${stage}\``,
        DOLLAR.format(dollars) + what,
        DOLLAR.format(used),
        DOLLAR.format(dollars + used),
      );
    }),
  ];
};

const counted = ({ type, count }: FixedPrice): string => `${count} ${type.split('::')[2]}`;

const purchaseTable = (): string[] => {
  const rush = purchaseUsage({ purchases: MILLION, pace: 'rush', hasFront: false });
  const quiet = purchaseUsage({ purchases: MILLION, pace: 'quiet', hasFront: false });
  const front = purchaseUsage({ purchases: MILLION, pace: 'rush', hasFront: true });
  const [ofRush, ofQuiet, ofFront] = [rush, quiet, front].map(dollarsOf) as [
    ReturnType<typeof dollarsOf>,
    ReturnType<typeof dollarsOf>,
    ReturnType<typeof dollarsOf>,
  ];
  const cell = (count = 0, dollars = 0) => `${COUNT.format(count)}: ${DOLLAR.format(dollars)}`;
  return [
    '| a million purchases, each confirmed, announced and reminded | in a rush, batches of ten | one by one, over a month |',
    '|---|---:|---:|',
    ...(Object.keys(rush) as PricedUnit[]).map((unit) =>
      row(prices[unit].unit, cell(rush[unit], ofRush[unit]), cell(quiet[unit], ofQuiet[unit])),
    ),
    row(
      '**together**',
      `**${DOLLAR.format(sumOf(ofRush))}**`,
      `**${DOLLAR.format(sumOf(ofQuiet))}**`,
    ),
    row(
      'CloudFront and WAF, where a stage has them',
      DOLLAR.format(sumOf(ofFront) - sumOf(ofRush)),
      DOLLAR.format(sumOf(ofFront) - sumOf(ofRush)),
    ),
  ];
};

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
