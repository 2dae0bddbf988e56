import { LOCAL_REGION, localCredentials } from '../local-account.ts';
import type { CalledService } from './access-requests.ts';

/** Generic, so that it fits the stack of every AWS SDK v3 client. */
type RequestMiddleware = <Args, Reply>(
  next: (args: Args) => Promise<Reply>,
) => (args: Args) => Promise<Reply>;

type LocalCallPlugin = {
  readonly applyToStack: (stack: {
    remove(name: string): boolean;
    add(
      middleware: RequestMiddleware,
      options: { readonly step: 'build'; readonly name: string },
    ): void;
  }) => void;
};

/** What the embedded backend does not look at: who signed, and with which program. Nobody reads the SDK's log. */
const OF_NO_USE = [
  'httpAuthSchemeMiddleware',
  'httpSigningMiddleware',
  'getUserAgentMiddleware',
  'loggerMiddleware',
];

/**
 * Sends the calls of a client with a fixed signature. DynamoDB Local, fauxqs and the local bus want to be
 * told whose call it is, and check nothing else. Real signatures take about a twelfth of the CPU of the
 * functions' processes.
 */
export const createLocalCallPlugin = (service: CalledService): LocalCallPlugin => {
  const scope = `${localCredentials.accessKeyId}/20260101/${LOCAL_REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`;
  return {
    applyToStack(stack) {
      for (const name of OF_NO_USE) stack.remove(name);
      stack.add(
        (next) => (args) => {
          const { request } = args as { readonly request: { readonly headers: object } };
          Object.assign(request.headers, { authorization });
          return next(args);
        },
        { step: 'build', name: 'fixedSignature' },
      );
    },
  };
};
