import { startLocalAws } from '@willcall/localstack';
import { readScriptOptions } from '../support/script-options.ts';
import { measureCosts } from './measure-costs.ts';

const HELP = `Usage: npm run cost

Runs each step of a sale on its own local AWS, counts the AWS calls and DynamoDB capacity units, and
compares them with willcall's documented limits. Units are computed from item sizes by AWS's published
rules. Exits with 1 if a limit is exceeded.`;

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

readScriptOptions(HELP);

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
  console.log(
    exceeded.length === 0 ? 'All limits are met.' : `Limits exceeded: ${exceeded.length}`,
  );
  if (exceeded.length > 0) process.exitCode = 1;
} finally {
  await aws.stop();
}
