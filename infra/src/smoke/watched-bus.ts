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
   * Resolves when the event of a purchase has arrived.
   *
   * @throws CommandError if the event did not arrive before the signal, or watching ended
   */
  seen(purchaseId: string, signal: AbortSignal): Promise<void>;
  /** Removes the rule and the queue. */
  stop(): Promise<void>;
};

const Confirmed = z.object({ detail: z.object({ purchaseId: z.string() }) });

/** The line that `willcall events` prints when its rule and queue exist. */
const WATCHING = /^Following /m;

type BusToWatch = {
  /** A bus on AWS. If undefined, the bus of the running local stack. */
  readonly bus: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
};

/**
 * Follows the confirmed purchases on a bus with `willcall events`, which creates and removes its own rule
 * and queue.
 *
 * @returns a sentence if the bus cannot be watched from here, for example without credentials
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
  let messages = '';
  const watching = Promise.withResolvers<void>();
  child.stderr.on('data', (data: Buffer) => {
    messages += data;
    if (WATCHING.test(messages)) watching.resolve();
  });
  await Promise.race([watching.promise, ended]);
  if (!WATCHING.test(messages)) return { sentence: messages.trim().replace(/\n.*/s, '') };
  return {
    seen: async (purchaseId, signal) => {
      const isOver = Promise.race([aborted(signal), ended]).then(() => 'over' as const);
      while (!confirmed.has(purchaseId)) {
        if ((await Promise.race([once(lines, 'line'), isOver])) === 'over') {
          const why = signal.aborted ? 'timed out' : messages.trim().split('\n').at(-1);
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
