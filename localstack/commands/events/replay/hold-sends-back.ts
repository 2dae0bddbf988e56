import type { QueueConnection } from '@willcall/messaging';

type Plugin = NonNullable<QueueConnection['plugins']>[number];

/** SDK middleware of an SQS client whose messages are handed over here instead of sent. */
export const holdSendsBack = (onBody: (body: string) => void): Plugin => ({
  applyToStack: (stack) => {
    stack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'SendMessageCommand') return next(args);
          onBody(String(Reflect.get(args.input, 'MessageBody')));
          return { output: { $metadata: {} }, response: {} };
        },
      { step: 'initialize' },
    );
  },
});
