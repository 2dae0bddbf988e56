import type { Command } from 'commander';

/**
 * Parses a command line and returns the arguments of the command's action. The action does not run.
 *
 * @throws UsageError for an invalid value; CommanderError for a command line that commander rejects
 */
export const parseOptions = (command: Command, args: readonly string[]): unknown => {
  command
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, outputError: () => undefined })
    .action(() => undefined)
    .parse([...args], { from: 'user' });
  return command.opts();
};
