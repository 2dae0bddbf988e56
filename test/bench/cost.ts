import { parseArgs } from 'node:util';
import { startLocalAws } from '@willcall/localstack';
import { measureCosts } from './measure-costs.ts';

const HELP = `Usage: npm run cost

Counts AWS calls and DynamoDB capacity units of each step of a sale on a local AWS of its own, from
item sizes by AWS's published rules, and compares them with the limits that willcall promises.
Exit code 1 when one is exceeded.`;

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) {
  console.log(HELP);
} else {
  const aws = await startLocalAws();
  try {
    const lines = await measureCosts(aws);
    console.table(
      lines.map(({ step, measure, counted, most }) => ({
        step,
        measure,
        counted,
        'at most': most,
      })),
    );
    const exceeded = lines.filter(({ counted, most }) => counted > most);
    console.log(exceeded.length === 0 ? 'Every limit holds.' : 'A limit is exceeded.');
    if (exceeded.length > 0) process.exitCode = 1;
  } finally {
    await aws.stop();
  }
}
