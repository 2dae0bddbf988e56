import {
  adviseAgainst,
  type CancellationResult,
  type Conflicts,
  type Constant,
  cancelSimulatedShow,
  constants,
  type DeployedLimits,
  findBinding,
  findLimits,
  measureConflicts,
  nameBottleneck,
  priceSale,
  runSale,
  type Sale,
  type SaleCost,
  type SaleResult,
  shardChoices,
  stageConfigurations,
} from '@willcall/infra/model';

export type ModelPlan = {
  readonly stage: 'dev' | 'staging' | 'prod';
  readonly region: string;
  readonly sale: Sale;
  /** Whether to measure conflicts by workers and shards. */
  readonly sweeps: boolean;
  /** Whether to cancel the show after the sale. */
  readonly cancels: boolean;
};

export type ModelReport = {
  readonly plan: ModelPlan;
  readonly limits: DeployedLimits;
  readonly result: SaleResult;
  readonly cost: SaleCost;
  /** What bound longest, until the show was sold out and from then on. */
  readonly binds: { readonly untilSoldOut: string; readonly afterwards: string };
  /** What to raise, a sentence each. */
  readonly raise: readonly string[];
  readonly sweep: readonly Conflicts[];
  /** What became of the show's purchases when it was cancelled. Missing if it was not, or sold nothing. */
  readonly cancellation?: CancellationResult;
  readonly constants: Readonly<Record<string, Constant>>;
};

/** The numbers of workers and stock shards whose conflicts are measured. */
const SWEPT_WORKERS = [1, 4, 16, 64, 128, 256];
const SWEPT_SHARDS = [1, 4, 16, 64];
const SWEPT_SECONDS = 10;

/** Bottlenecks that bind for less of the time are not worth a change. */
const WORTH_RAISING = 0.2;

/**
 * Runs the model.
 *
 * @param show called now and then with what is being done
 */
export async function runModel(
  plan: ModelPlan,
  show: (line: string) => void,
): Promise<ModelReport> {
  const { sale, stage, region } = plan;
  const configuration = stageConfigurations[stage];
  const limits = findLimits(configuration, { region });
  const result = await runSale(sale, limits, ({ answered, ticketsSold, seconds }) =>
    show(
      `simulated ${seconds} s: ${format(ticketsSold)} tickets sold, ${format(answered)} of ${format(sale.buyers)} buyers answered`,
    ),
  );
  const { untilSoldOut, afterwards } = result.bound;
  const worth = [...untilSoldOut, ...afterwards].filter(({ share }) => share >= WORTH_RAISING);
  const raise = worth.flatMap(({ bottleneck }) => adviseAgainst(bottleneck, limits, result) ?? []);
  return {
    plan,
    limits,
    result,
    cost: priceSale(result, configuration.firewall !== undefined),
    binds: {
      untilSoldOut: nameBottleneck(findBinding(result), limits),
      afterwards: nameBottleneck(afterwards[0]?.bottleneck ?? 'buyers', limits),
    },
    raise: [...new Set(raise)],
    sweep: plan.sweeps ? await sweepShards(sale.seed, show) : [],
    ...(plan.cancels && result.confirmed > 0
      ? { cancellation: await cancelSold(plan, result, limits, show) }
      : {}),
    constants,
  };
}

/** Cancels a show of as many purchases, of one ticket each. */
function cancelSold(
  { sale: { hasLimit, seed } }: ModelPlan,
  { confirmed }: SaleResult,
  limits: DeployedLimits,
  show: (line: string) => void,
): Promise<CancellationResult> {
  show(`cancelling ${format(confirmed)} purchases with their show`);
  return cancelSimulatedShow({ purchases: confirmed, hasLimit, seed }, limits);
}

/** Measures the conflicts of each number of workers on each number of shards. */
async function sweepShards(seed: number, show: (line: string) => void): Promise<Conflicts[]> {
  const measured: Conflicts[] = [];
  for (const choice of shardChoices) {
    for (const shards of SWEPT_SHARDS) {
      for (const workers of SWEPT_WORKERS) {
        show(`conflicts of ${workers} workers on ${shards} shards, ${choice}`);
        const options = { workers, shards, choice, seconds: SWEPT_SECONDS, seed };
        measured.push(await measureConflicts(options));
      }
    }
  }
  return measured;
}

export const format = (value: number): string => Math.round(value).toLocaleString('en');
