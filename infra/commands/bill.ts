import { Command } from '@willcall/cli';
import { jsonOption } from '@willcall/cli/options';
import { formatCostTable, makeCostReport } from '../src/costs/cost-table.ts';
import { synthesizePricedStages } from '../src/costs/priced-stages.ts';

export const command = (): Command =>
  new Command()
    .description(
      'Computes the cost of an idle month for each stage, and the cost of a million purchases, also if they are paid.',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(({ json }: { readonly json: boolean }) => {
      const stages = synthesizePricedStages();
      console.log(json ? JSON.stringify(makeCostReport(stages)) : formatCostTable(stages));
    });

const help = `
Example:
  npx --no-install willcall bill

The cost of an idle month comes from the resources of the stage's stacks. The cost of purchases comes
from the units that npm run cost counts. The output is Markdown.`;
