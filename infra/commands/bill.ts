import { Command } from '@willcall/cli';
import { jsonOption } from '@willcall/cli/options';
import { DEPLOYABLE_STAGES } from '../src/command/stage-options.ts';
import { formatCostTable, makeCostReport } from '../src/costs/cost-table.ts';
import { synthesizeStage } from '../src/stacks/synthesize-stage.ts';

export const command = (): Command =>
  new Command()
    .description(
      'Computes what a stage costs in a month in which nobody comes, and what a million purchases cost.',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(({ json }: { readonly json: boolean }) => {
      const stages = DEPLOYABLE_STAGES.map((stage) => ({
        stage,
        templates: synthesizeStage(stage).templates,
      }));
      console.log(json ? JSON.stringify(makeCostReport(stages)) : formatCostTable(stages));
    });

const help = `
Example:
  willcall bill

The first comes from the resources of the stage's stacks, the second from the units that npm run cost
counts. Prints Markdown.`;
