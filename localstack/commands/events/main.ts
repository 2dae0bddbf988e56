import '@willcall/topology';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { runCommand } from '../../cli/run-command.ts';
import { stopOnSignals } from '../../cli/stop-on-signals.ts';
import { readRunningStack } from '../../stage/running-stack.ts';
import { openConnection } from '../bus-connection.ts';
import { HELP } from './follow/help.ts';
import { eventsOptions, type FollowOptions } from './follow/options.ts';
import { runFollow } from './follow/run-follow.ts';
import { openReplay } from './replay/open-replay.ts';
import { printedReplay } from './replay/printed-replay.ts';
import { runReplay } from './replay/run-replay.ts';
import { machineOf } from './temporary/owner-name.ts';

/** As shells report a command that Ctrl-C has ended: 128 + SIGINT. */
const INTERRUPTED = 130;

await runCommand(async () => {
  const options = eventsOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const interrupt = new AbortController();
  const running =
    options.kind === 'follow' ? follow(options, interrupt) : resend(options, interrupt);
  stopOnSignals(async () => {
    interrupt.abort();
    await running.catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    });
    // Following has no other end; a replay was cut short.
    if (options.kind === 'replay') process.exit(INTERRUPTED);
  });
  await running;
});

async function follow(options: FollowOptions, interrupt: AbortController): Promise<void> {
  const connection = openConnection(process.env, await readRunningStack(), options.bus);
  // Whoever read it has seen enough, such as `head -1`.
  process.stdout.on('error', () => interrupt.abort());
  await runFollow(connection, options, {
    clock: () => new Date(),
    machine: machineOf(hostname()),
    pid: process.pid,
    random: randomBytes(4).toString('hex'),
    interrupt: interrupt.signal,
    print: console.log,
    tell: console.error,
  });
}

async function resend({ json }: { json: boolean }, { signal }: AbortController): Promise<void> {
  // The stream's function would log to standard output, between what is printed here.
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const report = await runReplay(openReplay(process.env, await readRunningStack()), signal);
  console.log(json ? JSON.stringify(report) : printedReplay(report));
  if (report.ended === 'unavailable') process.exitCode = 1;
}
