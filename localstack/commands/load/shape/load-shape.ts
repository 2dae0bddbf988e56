import type { ShapeOptions } from '../options.ts';
import { onSale } from './on-sale.ts';
import { quietDay } from './quiet-day.ts';
import { replay } from './replay.ts';

/** How many tickets there are, and how many buyers come in each second. */
export type LoadShape = {
  readonly tickets: number;
  readonly arrivals: readonly number[];
};

export const scenarios = ['on-sale', 'quiet-day', 'replay'] as const;
export type Scenario = (typeof scenarios)[number];

/** What is left open in the options is filled by the scenario. */
export const loadShape = (scenario: Scenario, options: ShapeOptions): LoadShape => {
  switch (scenario) {
    case 'on-sale':
      return onSale(options);
    case 'quiet-day':
      return quietDay(options);
    case 'replay':
      return replay(options);
  }
};
