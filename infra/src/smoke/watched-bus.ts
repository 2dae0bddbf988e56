import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandError } from '@willcall/cli';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';
import { REPOSITORY } from '../repository.ts';

export type WatchedBus = {
  /**
   * Resolves when the event of a purchase has come.
   *
   * @throws CommandError when it did not before the signal, or watching broke off
   */
  seen(purchaseId: string, signal: AbortSignal): Promise<void>;
  /** Removes what was made for watching. */
  stop(): Promise<void>;
};

const Confirmed = z.object({ detail: z.object({ purchaseId: z.string() }) });

/** What `willcall events` says once its rule and queue are there. */
const WATCHING = /^Following /m;

type BusToWatch = {
  /** On AWS; without it, the bus of the local stack that runs. */
  readonly bus: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
};

/**
 * Follows the confirmed purchases of a bus by `willcall events`, which makes and removes a rule and a
 * queue of its own.
 *
 * @returns a sentence when the bus cannot be watched from here, such as without credentials
 */
export const watchBus = async ({
  bus,
  environment,
}: BusToWatch): Promise<WatchedBus | { readonly sentence: string }> => {
  const child = spawn(
    process.execPath,
    [
      join(REPOSITORY, 'infra/bin/willcall.mjs'),
      'events',
      '--json',
      '--type',
      'PurchaseConfirmed',
      ...(bus === undefined ? [] : ['--bus', bus]),
    ],
    {
      env: { ...(bus !== undefined && { WILLCALL_BACKEND: 'aws' }), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'close').then(() => undefined);
  const confirmed = new Set<string>();
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    const event = Confirmed.safeParse(parseJson(line));
    if (event.success) confirmed.add(event.data.detail.purchaseId);
  });
  let told = '';
  const watching = Promise.withResolvers<void>();
  child.stderr.on('data', (data: Buffer) => {
    told += data;
    if (WATCHING.test(told)) watching.resolve();
  });
  await Promise.race([watching.promise, ended]);
  if (!WATCHING.test(told)) return { sentence: told.trim().replace(/\n.*/s, '') };
  return {
    seen: async (purchaseId, signal) => {
      const isOver = Promise.race([aborted(signal), ended]).then(() => 'over' as const);
      while (!confirmed.has(purchaseId)) {
        if ((await Promise.race([once(lines, 'line'), isOver])) === 'over') {
          const why = signal.aborted ? 'the time was up' : told.trim().split('\n').at(-1);
          throw new CommandError(
            `The event of purchase ${purchaseId} did not arrive on the bus: ${why}.`,
          );
        }
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};
