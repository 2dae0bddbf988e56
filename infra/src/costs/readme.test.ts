import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { synthesizeStage } from '../checks/templates/synthesize-stage.ts';
import { DEPLOYABLE_STAGES } from '../command/deployable-stage.ts';
import { REPOSITORY } from '../command/repository.ts';
import { costTable } from './cost-table.ts';

const SLOW_MACHINE_MS = 240_000;

it('the README tells what npm run bill computes', { timeout: SLOW_MACHINE_MS }, () => {
  const readme = readFileSync(join(REPOSITORY, 'README.md'), 'utf8');
  const stages = DEPLOYABLE_STAGES.map((stage) => ({
    stage,
    templates: synthesizeStage(stage).templates,
  }));
  expect(readme).toContain(costTable(stages));
});
