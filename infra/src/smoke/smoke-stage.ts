import { randomUUID } from 'node:crypto';
import type { SmokeOptions } from './options.ts';
import { runSmoke } from './run-smoke.ts';
import { watchBus } from './watched-bus.ts';

/**
 * The smoke test as its command runs it.
 *
 * @throws CommandError that names the first step which failed
 */
export const smokeStage = (options: SmokeOptions): Promise<void> =>
  runSmoke(options, {
    clock: () => new Date(),
    random: randomUUID(),
    print: console.log,
    watch: async () =>
      options.bus !== undefined || options.origin.startsWith('http:')
        ? watchBus({ bus: options.bus, environment: process.env })
        : { sentence: 'name the bus with --bus, and have credentials of its account.' },
  });
