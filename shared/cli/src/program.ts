import { Command, CommanderError, Help, type Option } from 'commander';
import { CommandError, type ExitCode, exitCodes, UsageError } from './errors.ts';
import { endWhenReaderLeavesByDefault } from './output.ts';

/** The exports of a subcommand's module. */
type CommandModule = {
  /** Creates a new command each time, because a commander command keeps what it has parsed. */
  readonly command: () => Command;
};

export type ProgramDefinition = {
  readonly name: string;
  readonly version: string;
  /** One sentence. */
  readonly description: string;
  /** Printed below the list of commands. */
  readonly example: string;
  /** The commands by name. A module is imported only when its command is called. */
  readonly commands: Readonly<
    Record<string, { readonly summary: string; readonly load: () => Promise<CommandModule> }>
  >;
  /** Turns an error of a package into a CommandError. Returns any other error unchanged. */
  readonly explain: (error: unknown) => Promise<unknown>;
};

/**
 * Runs the command that the arguments name. An error that the user can act on prints one sentence.
 * Any other error is a defect and prints its stack. Ends the process if the command fails.
 */
export async function runProgram(
  definition: ProgramDefinition,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  endWhenReaderLeavesByDefault(process.stdout);
  try {
    const program = await makeProgram(definition, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const exitCode = await printError(error, definition, args);
    if (exitCode !== exitCodes.ok) process.exit(exitCode);
  }
}

async function makeProgram(
  { name, version, description, example, commands }: ProgramDefinition,
  args: readonly string[],
): Promise<Command> {
  const program = new Command(name)
    .description(description)
    .version(version, '-V, --version', 'shows the version')
    .configureHelp({ optionDescription: describeOption })
    .addHelpText('after', `\nExample:\n  ${example}`)
    .helpOption('-h, --help', 'shows this help text')
    .helpCommand('help [command]', 'shows the help of a command')
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  const isHelp = args[0] === 'help';
  const [requested] = isHelp ? args.slice(1) : args;
  for (const [each, { summary, load }] of Object.entries(commands)) {
    const command = each === requested ? (await load()).command() : new Command();
    program.addCommand(command.name(each).summary(summary).copyInheritedSettings(program));
  }
  // Commander prints the help of the program for a command that it does not know.
  if (isHelp && requested !== undefined && !Object.hasOwn(commands, requested)) {
    program.helpCommand(false);
    await program.parseAsync([requested], { from: 'user' });
  }
  return program;
}

/** Describes an option, with its default. A switch needs none: it is off unless it is given. */
function describeOption(option: Option): string {
  return option.defaultValue === false ? option.description : new Help().optionDescription(option);
}

/**
 * Prints what the user needs to know about an error, and returns its exit code. Whoever asked for what the
 * command cannot do is told how to see what it can.
 */
async function printError(
  error: unknown,
  { name, commands, explain }: ProgramDefinition,
  [requested = '']: readonly string[],
): Promise<ExitCode> {
  const command = Object.hasOwn(commands, requested) ? `${name} ${requested}` : name;
  const hint = `Try ${command} --help.`;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok;
    // Without any command, commander has printed the help to standard error.
    if (error.code !== 'commander.help') console.error(`${formatCommanderError(error)} ${hint}`);
    return exitCodes.usage;
  }
  const explained = error instanceof CommandError ? error : await explain(error);
  if (!(explained instanceof CommandError)) {
    console.error(explained);
    return exitCodes.failed;
  }
  // The user who pressed Ctrl-C knows about it. Another error at the same time is the cause.
  const said = explained.exitCode === exitCodes.interrupted ? explained.cause : explained;
  if (said instanceof UsageError) console.error(`${said.message} ${hint}`);
  else if (said instanceof CommandError) console.error(said.message);
  return explained.exitCode;
}

/**
 * Turns commander's text, `error: unknown option '--shwo'` with a suggestion, into one sentence.
 */
function formatCommanderError({ message }: CommanderError): string {
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const said = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.$/, '');
  if (suggestion === undefined) return `${said}.`;
  return `${said}: ${suggestion.replace(/^\(Did/, 'did').replace(/\)$/, '')}`;
}
