/** Generic in both ends, so that it fits the stack of every client of AWS SDK v3. */
export type SdkMiddleware = <Args extends { readonly input: unknown }, Reply>(
  next: (args: Args) => Promise<Reply>,
  context: { readonly commandName?: string },
) => (args: Args) => Promise<Reply>;

/** Above everything that an SDK client does: once per command, before its input is read. */
type Outermost = { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string };

export type SdkPlugin = {
  readonly applyToStack: (stack: {
    add(middleware: SdkMiddleware, place: Outermost): void;
  }) => void;
};
