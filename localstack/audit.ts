import './require-node-24.mjs';
import { HELP } from './audit/help.ts';
import { auditOptions } from './audit/options.ts';
import { printedAudit } from './audit/printed-audit.ts';
import { runAudit } from './audit/run-audit.ts';
import { runCommand } from './embedded/command/run-command.ts';
import { withSaleStore } from './embedded/command/with-sale-store.ts';

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
