import './require-node-24.mjs';
import { HELP } from './audit/help.ts';
import { auditOptions } from './audit/options.ts';
import { printedAudit } from './audit/printed-audit.ts';
import { type AuditReport, runAudit } from './audit/run-audit.ts';
import { startProgress } from './demo/progress.ts';
import { endWithReader } from './embedded/command/end-with-reader.ts';
import { openSaleStore } from './embedded/command/open-sale-store.ts';
import { runCommand } from './embedded/command/run-command.ts';
import { readRunningStack } from './embedded/running/running-stack.ts';
import { stopOnSignals } from './embedded/stack/stop-on-signals.ts';

/** As shells report a command that Ctrl-C has ended: 128 + SIGINT. */
const INTERRUPTED = 130;

await runCommand(async () => {
  const options = auditOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const store = openSaleStore(process.env, await readRunningStack());
  const progress = startProgress();
  endWithReader(process.stdout, progress.end);
  stopOnSignals(async () => {
    progress.end();
    process.exit(INTERRUPTED);
  });
  let report: AuditReport;
  try {
    report = await runAudit(store, options, progress);
  } finally {
    progress.end();
  }
  console.log(options.json ? JSON.stringify(report) : printedAudit(report));
  if (!report.holds) process.exitCode = 1;
});
