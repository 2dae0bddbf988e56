import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LocalEndpoints } from '@willcall/localstack';
import type { SQSRecord } from 'aws-lambda';
import type { Contender, Place } from '../contenders/contender.ts';
import { openPlace } from '../contenders/open-place.ts';
import type { KillFigures } from '../report/bench-report.ts';
import { SellReport, type SellRequest } from './seller-process.ts';

export type KillOptions = {
  readonly tickets: number;
  readonly buyers: number;
  readonly sellers: number;
  /** How many decided purchases each kill waits for. The process that follows sells the rest. */
  readonly killAfter: readonly number[];
  readonly signal?: AbortSignal;
};

/**
 * Sells one show out to more buyers than it has tickets, by a process that is killed in the middle. Every
 * message that it has not reported as decided is delivered again, to the next process, as SQS does. Then
 * compares the stock with the records.
 *
 * @throws Error if the process ended before it was killed
 */
export async function measureKills(
  aws: LocalEndpoints,
  contender: Contender,
  { tickets, buyers, sellers, killAfter, signal }: KillOptions,
): Promise<KillFigures> {
  const { place, records, count } = await openPlace(aws, contender, { tickets, buyers, sellers });
  let undecided = [...records];
  for (const decisions of [...killAfter, Number.POSITIVE_INFINITY]) {
    const request = { contender: contender.id, place, sellers, records: undecided };
    const decided = await sellUntil(decisions, request, signal);
    undecided = undecided.filter(({ messageId }) => !decided.has(messageId));
  }
  return {
    contender: contender.id,
    kills: killAfter.length,
    atOnce: sellers,
    tickets,
    buyers,
    ...(await count()),
  };
}

/** Runs sellers in a process, and kills it once it has reported this many decisions. Returns their ids. */
async function sellUntil(
  decisions: number,
  request: SellRequest & { readonly place: Place; readonly records: readonly SQSRecord[] },
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  signal?.throwIfAborted();
  const child = fork(join(import.meta.dirname, 'seller-process.ts'), {
    env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    // Its own session: Ctrl-C reaches the parent, which ends it.
    detached: true,
    execArgv: [],
  });
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  const decided = new Set<string>();
  child.on('message', (message) => {
    for (const id of SellReport.parse(message).decided) decided.add(id);
    if (decided.size >= decisions) kill();
  });
  const ended = once(child, 'exit');
  child.send(request);
  const [code, by] = await ended;
  signal?.removeEventListener('abort', kill);
  signal?.throwIfAborted();
  const wasKilled = by === 'SIGKILL';
  if (wasKilled !== Number.isFinite(decisions) || (!wasKilled && code !== 0)) {
    throw new Error(`The process of the sellers ended with ${by ?? `exit code ${code}`}.`);
  }
  return decided;
}
