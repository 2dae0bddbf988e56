import type { BoxOfficePage, PageConfiguration } from '@willcall/box-office';
import type { StageName } from '@willcall/topology';
import { issueToken, type TokenRequest } from './identity.ts';
import type { Resources } from './resources/resources.ts';
import type { StageEnvironment } from './stage-environment.ts';
import { startApi } from './start-api.ts';
import { type PollersOptions, startPollers } from './start-pollers.ts';

export type StageOptions = PollersOptions & {
  /** The port of the gateway. Default: any free port. */
  readonly port?: number | undefined;
  /** The origins whose pages may call the API. Default: none. */
  readonly browserOrigins?: readonly string[] | undefined;
  /** The page for people. Default: none. */
  readonly boxOffice?: BoxOfficePage | undefined;
  /** Who signs people in on the page. Default: the runner. */
  readonly signIn?: PageConfiguration['signIn'] | undefined;
};

export type LocalStage = {
  readonly url: string;
  /** The event bus, for an EventBridge client. */
  readonly eventsEndpoint: string;
  readonly stage: StageName;
  readonly resources: Resources;
  readonly environment: StageEnvironment;
  issueToken(request: TokenRequest): Promise<string>;
  /** Stops gateway and queues, then the streams, then the bus. Each finishes its work. Can be repeated. */
  stop(): Promise<void>;
};

/**
 * Starts a stage of willcall in this process: its tables and queues, its functions, its gateway
 * and its pollers. Many stages can share a process and a local AWS. `npm start` runs the same two parts
 * in a process each: ./process/start-stage-processes.ts.
 *
 * @example
 * const stage = await startStage({ aws, stage: 'dev' });
 * await fetch(`${stage.url}/v1/shows`);
 * await stage.stop();
 */
export const startStage = async (options: StageOptions): Promise<LocalStage> => {
  const { aws, stage, stateFolder, payments, port, env, seams, log } = options;
  const { browserOrigins, boxOffice, signIn } = options;
  const pollers = await startPollers(options);
  const { resources, eventsEndpoint, environment } = pollers;
  const page = { browserOrigins, boxOffice, signIn };
  const given = { aws, stage, resources, eventsEndpoint, payments };
  const api = { ...given, port, stateFolder, env, seams, ...page, log };
  const gateway = await startApi(api).catch(async (error: unknown) => {
    await pollers.stop();
    throw error;
  });
  return {
    url: gateway.url,
    eventsEndpoint,
    stage,
    resources,
    environment,
    issueToken: (request) => issueToken(request, stateFolder),
    // Together: a poller that goes on receiving meanwhile would use up the receives of its messages.
    stop: async () => void (await Promise.all([gateway.stop(), pollers.stop()])),
  };
};
