import { describe, expect, it } from 'vitest';
import { drawConflicts } from './draw-conflicts.ts';
import { formatModel } from './format-model.ts';
import { type ModelPlan, runModel } from './model-report.ts';

const plan: ModelPlan = {
  stage: 'prod',
  region: 'eu-central-1',
  sweeps: false,
  cancels: false,
  sale: {
    buyers: 2_000,
    tickets: 500,
    ticketsEach: 1,
    withinSeconds: 2,
    hasLimit: false,
    seed: 1,
  },
};
const silent = () => undefined;

describe('the report of a simulated sale', () => {
  it('says when it is sold out, what binds, what it costs and what to raise', async () => {
    const report = await runModel(plan, silent);
    const text = formatModel(report);
    expect(text).toContain(
      '2,000 buyers come within 2 s for 500 tickets, 1 each. Stage prod, eu-central-1, 6 stock shards.',
    );
    expect(text).toMatch(/sold out after +\d\.\d\d s/);
    expect(text).toMatch(/everybody answered after \d\.\d\d s/);
    expect(text).toContain('tickets sold             500 to 500 buyers');
    expect(text).toMatch(/cost +\$0\.\d\d/);
    expect(text).toContain("Lambda's pollers, which start with 5 batches at once");
    expect(text).toContain('Set pollers to provisioned for the day of the sale');
    expect(report.cost.usage.writeUnits).toBeGreaterThan(2_000);
  });

  it('says nothing is to be raised if nothing binds', async () => {
    const sale = { ...plan.sale, buyers: 40, withinSeconds: 20 };
    const text = formatModel(await runModel({ ...plan, sale }, silent));
    expect(text).toContain('sold out after           not sold out');
    expect(text).toContain('Nothing needs to be raised.');
  });

  it('says when all purchases are cancelled if the show is', async () => {
    const text = formatModel(await runModel({ ...plan, cancels: true }, silent));
    expect(text).toMatch(
      /all purchases cancelled after 6\d\.\d s, and the job ended after 120\.\d s/,
    );
    expect(text).toContain(
      '500 purchases in 6 transactions, of which 0 met another one, in 2 turns',
    );
    const unsold = { ...plan.sale, buyers: 1, tickets: 1, ticketsEach: 2 };
    const none = await runModel({ ...plan, cancels: true, sale: unsold }, silent);
    expect(none).not.toHaveProperty('cancellation');
  });

  it('names every constant with its source', async () => {
    const { constants } = await runModel({ ...plan, sale: { ...plan.sale, buyers: 1 } }, silent);
    for (const { source, unit } of Object.values(constants)) {
      expect(source).toMatch(
        /^(https:\/\/docs\.(aws\.amazon|stripe)\.com\/|assumed: |measured: |shared\/|test\/)/,
      );
      expect(unit).not.toBe('');
    }
  });
});

describe('a sweep', () => {
  const conflicts = (choice: 'random' | 'settling', shards: number, workers: number) => ({
    choice,
    shards,
    workers,
    transactions: 1_000,
    conflicts: choice === 'random' ? 120 : 3,
    batchesPerSecond: 100,
  });
  const sweep = (['random', 'settling'] as const).flatMap((choice) =>
    [1, 4].flatMap((shards) => [1, 64].map((workers) => conflicts(choice, shards, workers))),
  );

  it('is a table for each way of choosing a shard', async () => {
    const text = formatModel({ ...(await runModel(plan, silent)), sweep });
    expect(text).toContain('if workers choose their shard at random for each batch:');
    expect(text).toContain('if workers choose their shard by settling, as deployed:');
    expect(text).toMatch(/^ {7}64 +12\.00 % +12\.00 %$/m);
    expect(text).toMatch(/^ {7}64 +0\.30 % +0\.30 %$/m);
  });

  it('is a chart that can be read without a browser', () => {
    const svg = drawConflicts(sweep);
    expect(svg).toMatch(/^<svg [^>]*width="960"/);
    expect(svg).toContain('% conflicts, settling on a shard');
    expect(svg).toContain('4 shards');
    expect(svg).not.toContain('NaN');
  });
});
