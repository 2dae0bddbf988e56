import '@willcall/topology';
import { runCommand } from '../../cli/run-command.ts';
import { withSaleStore } from '../../cli/with-sale-store.ts';
import { HELP } from './help.ts';
import { auditOptions } from './options.ts';
import { printedAudit } from './printed-audit.ts';
import { runAudit } from './run-audit.ts';

await runCommand(async () => {
  const options = auditOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const report = await withSaleStore((store, progress) => runAudit(store, options, progress));
  console.log(options.json ? JSON.stringify(report) : printedAudit(report));
  if (!report.holds) process.exitCode = 1;
});
