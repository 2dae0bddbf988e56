import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Seams } from '@willcall/lambda';

type Plugin = NonNullable<Seams['eventBridgePlugins']>[number];

/**
 * Makes every second entry of the first `times` PutEvents calls fail, as a throttled bus does. The
 * other entries are sent and accepted, and the reply reports a result for each entry.
 */
export function failEverySecondEntry(times: number): { readonly plugin: Plugin; failed(): number } {
  let left = times;
  let failed = 0;
  const plugin: Plugin = {
    applyToStack(stack) {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName !== 'PutEventsCommand' || left === 0) return next(args);
            left -= 1;
            const { Entries: sent = [] } = args.input as PutEventsCommandInput;
            const passes = (_: unknown, index: number): boolean => index % 2 === 0;
            const reply = await next({
              ...args,
              input: { ...args.input, Entries: sent.filter(passes) },
            });
            const taken = [...((reply.output as PutEventsCommandOutput).Entries ?? [])];
            const Entries = sent.map((entry, index) =>
              passes(entry, index)
                ? taken.shift()
                : { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' },
            );
            failed += Math.floor(sent.length / 2);
            const output = {
              ...reply.output,
              Entries,
              FailedEntryCount: Math.floor(sent.length / 2),
            };
            return { ...reply, output };
          },
        { step: 'initialize', priority: 'high' },
      );
    },
  };
  return { plugin, failed: () => failed };
}
