import { join } from 'node:path';
import type { LatencyLimits } from '../options.ts';
import { LOAD_FOLDER } from './paths.ts';

type Phase =
  | { readonly duration: number; readonly arrivalCount: number }
  | { readonly pause: number };

/** What `artillery run --config` takes, besides buyer.yml. */
export type ArtilleryConfig = {
  readonly config: {
    readonly target: string;
    /** Whole, since artillery looks for it beside this configuration. */
    readonly processor: string;
    readonly phases: readonly Phase[];
    readonly plugins: {
      readonly ensure: { readonly thresholds: readonly Readonly<Record<string, number>>[] };
    };
  };
};

export const artilleryConfig = (
  target: string,
  arrivals: readonly number[],
  limits: LatencyLimits,
): ArtilleryConfig => ({
  config: {
    target,
    processor: join(LOAD_FOLDER, 'processor.mts'),
    phases: arrivals.map(phaseOf),
    plugins: { ensure: { thresholds: thresholds(limits) } },
  },
});

/** A second. Artillery does not wait in a phase in which nobody arrives. */
const phaseOf = (count: number): Phase =>
  count === 0 ? { pause: 1 } : { duration: 1, arrivalCount: count };

const thresholds = ({ acceptP99, decisionP99 }: LatencyLimits) => [
  ...(acceptP99 === undefined ? [] : [{ 'willcall.accept_ms.p99': acceptP99 }]),
  ...(decisionP99 === undefined ? [] : [{ 'willcall.decision_ms.p99': decisionP99 }]),
];
