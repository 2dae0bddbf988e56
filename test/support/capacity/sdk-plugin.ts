/** One object per command, the same in every step and for every retry. */
export type SdkContext = { readonly commandName?: string };

/**
 * A middleware that watches or stops a request but changes neither input nor output. It is generic
 * in both so that it fits every step of every client.
 */
export type SdkMiddleware = <Args extends { readonly input: unknown }, Reply>(
  next: (args: Args) => Promise<Reply>,
  context: SdkContext,
) => (args: Args) => Promise<Reply>;

/** Among middlewares of one step, `high` runs closer to the caller. */
type Position<Step extends string> = { readonly step: Step; readonly priority?: 'high' | 'low' };

/**
 * The position of a middleware, from the caller to the wire:
 * - `initialize`: once per command, around everything.
 * - `build`: once per command, above the SDK's retries. From here on the input is in AttributeValue
 *   form, also for DynamoDBDocumentClient, which marshals it before.
 * - `finalizeRequest`: once per attempt, below the SDK's retries.
 * - `deserialize`, with priority `high`: once per attempt, just above the wire. It gets the parsed
 *   output or the error of the service.
 */
type SdkStack = {
  add(middleware: SdkMiddleware, position: Position<'initialize'>): void;
  add(middleware: SdkMiddleware, position: Position<'build'>): void;
  add(middleware: SdkMiddleware, position: Position<'finalizeRequest'>): void;
  add(middleware: SdkMiddleware, position: Position<'deserialize'>): void;
};

/**
 * A plugin for the middleware stack of any AWS SDK v3 client. (The SDK's own `Pluggable` is bound
 * to the inputs and outputs of one service.)
 *
 * @example
 * sqs.middlewareStack.use(createCallCounter().plugin)
 */
export type SdkPlugin = { readonly applyToStack: (stack: SdkStack) => void };
