/** One object per command sent: the same in every step, and for every retry. */
export type SdkContext = { readonly commandName?: string };

/**
 * A middleware that watches or stops a request, but changes neither what goes in nor what comes
 * out. Being generic in both is what makes it fit every step of every client.
 */
export type SdkMiddleware = <Args extends { readonly input: unknown }, Reply>(
  next: (args: Args) => Promise<Reply>,
  context: SdkContext,
) => (args: Args) => Promise<Reply>;

/** Of several middlewares in one step, `high` stand nearer to the caller. */
type Position<Step extends string> = { readonly step: Step; readonly priority?: 'high' | 'low' };

/**
 * Where a middleware of ours stands, from the caller to the wire:
 * - `initialize`: once per command, around everything.
 * - `build`: once per command, above the SDK's retries. From here on the input is in AttributeValue
 *   form even for DynamoDBDocumentClient, which marshals it before.
 * - `finalizeRequest`: once per attempt, beneath the SDK's retries.
 * - `deserialize`, with priority `high`: once per attempt, just above the wire; it sees the parsed
 *   output or the service's error.
 */
type SdkStack = {
  add(middleware: SdkMiddleware, position: Position<'initialize'>): void;
  add(middleware: SdkMiddleware, position: Position<'build'>): void;
  add(middleware: SdkMiddleware, position: Position<'finalizeRequest'>): void;
  add(middleware: SdkMiddleware, position: Position<'deserialize'>): void;
};

/**
 * A plugin for the middleware stack of any client of AWS SDK v3. (The SDK's own `Pluggable` is tied
 * to the inputs and outputs of one service.)
 *
 * @example sqs.middlewareStack.use(callCounter().plugin)
 */
export type SdkPlugin = { readonly applyToStack: (stack: SdkStack) => void };
