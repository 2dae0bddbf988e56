import type { BoxOfficePage } from '@willcall/box-office';
import type { FunctionId } from '@willcall/topology';
import { inject, onTestFinished } from 'vitest';
import type { HttpEvent } from '../aws/api-gateway/http-event.ts';
import type { LambdaFunction } from '../aws/lambda/invoke.ts';
import type { LocalLogEntry } from '../aws/process/local-log.ts';
import type { StartDemoSale } from '../stage/box-office/demo-sale.ts';
import { issueToken, type TokenRequest } from '../stage/identity.ts';
import { startStageGateway } from '../stage/start-stage-gateway.ts';

type Handlers = Partial<Record<FunctionId, LambdaFunction['handler']>>;

/** Where nothing listens. */
const NO_FLYERS = 'http://127.0.0.1:1';

type TestGatewayOptions = {
  readonly timeoutMs?: number;
  readonly browserOrigins?: readonly string[];
  readonly boxOffice?: BoxOfficePage;
  readonly startDemoSale?: StartDemoSale;
};

/** Starts a gateway with the given functions. A function that is not given returns its event. */
export const startTestGateway = async (
  handlers: Handlers = {},
  { timeoutMs = 10_000, browserOrigins, boxOffice, startDemoSale }: TestGatewayOptions = {},
) => {
  const echo = async (event: unknown) => ({ statusCode: 200, body: JSON.stringify(event) });
  const lambda = (name: FunctionId) => ({ name, timeoutMs, handler: handlers[name] ?? echo });
  const logged: LocalLogEntry[] = [];
  const gateway = await startStageGateway({
    functions: {
      health: lambda('health'),
      shows: lambda('shows'),
      accept: lambda('accept'),
      purchases: lambda('purchases'),
    },
    stateFolder: inject('stateFolder'),
    browserOrigins,
    boxOffice: boxOffice && { page: boxOffice, flyersUrl: NO_FLYERS, startDemoSale },
    log: (entry) => logged.push(entry),
  });
  onTestFinished(gateway.stop);
  return { url: gateway.url, stop: gateway.stop, logged };
};

/** Creates a header with a token that the test gateway accepts. */
export const bearer = async (request: TokenRequest): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await issueToken(request, inject('stateFolder'))}`,
});

/** Reads the event that an echoing function returned. */
export const echoed = async (response: Response): Promise<HttpEvent> =>
  (await response.json()) as HttpEvent;
