import { runCommand } from '../src/command/run-command.ts';
import { DEPLOYABLE_STAGES } from '../src/command/stack-options.ts';
import { costTable } from '../src/costs/cost-table.ts';
import { synthesizeStage } from '../src/stacks/synthesize-stage.ts';

const HELP = `Usage: npm run bill

Computes what a stage costs in a month in which nobody comes, from the resources of its stacks, and what
a million purchases cost, from the units that npm run cost counts. Prints Markdown.`;

await runCommand(async () => {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(HELP);
    return;
  }
  const stages = DEPLOYABLE_STAGES.map((stage) => ({
    stage,
    templates: synthesizeStage(stage).templates,
  }));
  console.log(costTable(stages));
});
