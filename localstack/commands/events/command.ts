import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Command, exitCodes, interruptible, Option, UsageError, withProgress } from '@willcall/cli';
import { jsonOption, numberOption } from '@willcall/cli/options';
import { type EventType, eventTypes } from '@willcall/contracts';
import { createClientConfig } from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import * as z from 'zod';
import { readRunningStack } from '../../stage/running-stack.ts';
import { openBusConnection } from '../bus-connection.ts';
import { chooseStageVariables, readStageSettings } from '../connection.ts';
import { untilStackEnds } from '../ended-stack.ts';
import { type FollowOptions, runFollow } from './follow.ts';
import { createRecordPublisher } from './publish-record.ts';
import { formatReplay, replay } from './replay.ts';
import { hashHostname } from './temporary-rule.ts';

/** The options as commander parses them. */
type ParsedOptions = {
  readonly type: readonly EventType[];
  readonly json?: boolean;
  readonly count?: number;
  readonly bus?: string;
  readonly replay: boolean;
};

export type EventsOptions =
  | (FollowOptions & { readonly kind: 'follow'; readonly bus: string | undefined })
  | { readonly kind: 'replay'; readonly json: boolean };

const MOST_EVENTS = 999_999_999;

export const command = (): Command =>
  new Command('events')
    .description('Prints the events of the stack that npm start runs as they happen, one per line.')
    .addOption(
      new Option('--type <type>', 'prints only events of this type; can be repeated')
        .argParser((text: string, others: readonly EventType[]) => [
          ...others,
          parseEventType(text),
        ])
        .default([], 'all'),
    )
    .addOption(
      jsonOption('prints the EventBridge envelope of each event, one JSON object per line'),
    )
    .addOption(numberOption('--count <n>', 'ends after n events', { least: 1, most: MOST_EVENTS }))
    .option('--bus <name>', "another event bus (default: the stack's bus)")
    .option(
      '--replay',
      'publishes the parked events again, once the cause is fixed, and reports which stay parked and why',
      false,
    )
    .addHelpText('after', help)
    .action(async (parsed: ParsedOptions) => {
      const options = resolveEventsOptions(parsed);
      await (options.kind === 'follow' ? follow(options) : replayParked(options.json));
    });

const help = `
Example:
  npx --no-install willcall events --type PurchaseConfirmed --type ReminderDue

Each line has the time, the type and the most important ids. The command prints new events only, until
Ctrl-C. You can interrupt a replay and run it again, because events keep their ids. The types are:
  ${Object.keys(eventTypes).join('\n  ')}

With WILLCALL_BACKEND=aws, the command follows the bus that --bus names, with the SDK's credentials and
region. A new rule on AWS takes up to a minute to match its first event. To replay another stage's events,
set the variables that its stream function has: PARKED_EVENTS_QUEUE_URL, PAYMENTS_QUEUE_URL, SHOWS_TABLE,
PURCHASES_TABLE, REMINDERS_TABLE, DUE_PAYMENTS_TABLE, EVENT_BUS_NAME, AWS_REGION, WILLCALL_BACKEND.

The command creates a temporary queue and rule, and removes them when it ends, after a day at the latest.
The next run removes those of a run that was killed: on the same machine at once, on another machine when
they are a day old.`;

const parseEventType = (text: string): EventType => {
  if (Object.hasOwn(eventTypes, text)) return text as EventType;
  throw new UsageError(
    `--type ${text} is not an event type: use ${Object.keys(eventTypes).join(', ')}.`,
  );
};

/** Parses the options for following or for a replay. @throws UsageError if both are mixed */
export const resolveEventsOptions = ({
  type,
  json = false,
  count,
  bus,
  replay: isReplay,
}: ParsedOptions): EventsOptions => {
  if (!isReplay) return { kind: 'follow', types: type, json, count, bus };
  if (type.length > 0 || count !== undefined || bus !== undefined) {
    throw new UsageError('--replay can only be combined with --json.');
  }
  return { kind: 'replay', json };
};

async function follow({ bus, ...options }: FollowOptions & { bus: string | undefined }) {
  const running = await readRunningStack();
  const connection = openBusConnection(process.env, running, bus);
  const reader = new AbortController();
  // The reader closed the output, such as `head -1`.
  process.stdout.on('error', () => reader.abort());
  // Waits for both, to report after Ctrl-C, too, which resources could not be removed.
  const [run] = await interruptible((interrupt) =>
    Promise.allSettled([
      untilStackEnds(connection.isRunningStack ? running : undefined, () =>
        runFollow(connection, options, {
          clock: () => new Date(),
          machine: hashHostname(hostname()),
          pid: process.pid,
          random: randomBytes(4).toString('hex'),
          interrupt: AbortSignal.any([interrupt, reader.signal]),
          print: console.log,
          log: console.error,
        }),
      ),
    ]),
  );
  if (run.status === 'rejected') throw run.reason;
}

async function replayParked(json: boolean): Promise<void> {
  // The stream's function would log to standard output and mix with the command's output.
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const { queue, publish } = await openReplay();
  await interruptible(async (interrupt) => {
    const report = await withProgress((progress) =>
      replay(queue, {
        publish,
        interrupt,
        onSent: (sent) => progress.show(`Published ${sent}`),
      }),
    );
    console.log(json ? JSON.stringify(report) : formatReplay(report));
    interrupt.throwIfAborted();
    if (report.ended === 'unavailable') process.exitCode = exitCodes.failed;
  });
}

/** Opens what the stream function's variables name, or the running stack. */
async function openReplay() {
  const variables = { PARKED_EVENTS_QUEUE_URL: z.url() };
  const source = {
    environment: process.env,
    running: await readRunningStack(),
    what: 'queue, tables and bus',
  };
  const publish = createRecordPublisher(chooseStageVariables(Object.keys(variables), source));
  const settings = readStageSettings(variables, source);
  const client = createClientConfig(settings, 'SQS');
  return { queue: openQueue(settings.PARKED_EVENTS_QUEUE_URL, { client }), publish };
}
