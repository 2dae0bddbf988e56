import type { Command } from 'commander';

/**
 * What a command line gives the action of a command, which is not run.
 *
 * @throws UsageError for a value that cannot be used; CommanderError for what commander refuses
 */
export const parseOptions = (command: Command, args: readonly string[]): unknown => {
  command
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, outputError: () => undefined })
    .action(() => undefined)
    .parse([...args], { from: 'user' });
  return command.opts();
};
