import type { BoxOfficePage, PageConfiguration } from '@willcall/box-office';
import { known } from '@willcall/contracts';
import type { Seams } from '@willcall/lambda';
import type { StageName } from '@willcall/topology';
import type { LocalEndpoints } from '../aws/clients.ts';
import { type LocalLog, logToConsole } from '../aws/process/local-log.ts';
import type { LoopbackServer } from '../aws/process/loopback-server.ts';
import type { StartDemoSale } from './box-office/demo-sale.ts';
import type { StagePayments } from './payments/stage-payments.ts';
import type { Resources } from './resources/resources.ts';
import { createPurchaseIdKeysFile } from './stack-keys.ts';
import { createStageEnvironment, type StageEnvironment } from './stage-environment.ts';
import { API_FUNCTIONS, createStageFunctions } from './stage-functions.ts';
import { startStageGateway } from './start-stage-gateway.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

export type ApiOptions = {
  readonly aws: LocalEndpoints;
  readonly stage: StageName;
  /** What the pollers of the stage have created. */
  readonly resources: Resources;
  readonly eventsEndpoint: string;
  /** The port of the gateway. Default: any free port. */
  readonly port?: number | undefined;
  readonly stateFolder?: string | undefined;
  /** How the stage takes payments. Default: it takes none. */
  readonly payments?: StagePayments | undefined;
  readonly env?: StageEnvironment | undefined;
  readonly seams?: Seams | undefined;
  /** The origins whose pages may call the API. Default: none. */
  readonly browserOrigins?: readonly string[] | undefined;
  /** Default: none. */
  readonly boxOffice?: BoxOfficePage | undefined;
  readonly startDemoSale?: StartDemoSale | undefined;
  /** Who signs people in on the page. Default: the runner. */
  readonly signIn?: PageConfiguration['signIn'] | undefined;
  readonly log?: LocalLog | undefined;
};

/** Starts the part of a stage that answers requests: its gateway, and the functions of the API. */
export const startApi = async (options: ApiOptions): Promise<LoopbackServer> => {
  const { aws, stage, resources, eventsEndpoint, port, seams, log = logToConsole } = options;
  const { stateFolder = DEFAULT_STATE_FOLDER, payments, env: extra = {} } = options;
  const { browserOrigins, boxOffice, startDemoSale, signIn } = options;
  const purchaseIdKeysFile = await createPurchaseIdKeysFile(stateFolder);
  const environment = createStageEnvironment({
    aws,
    stage,
    resources,
    eventsEndpoint,
    purchaseIdKeysFile,
    payments,
    extra,
  });
  const functions = createStageFunctions({ ids: API_FUNCTIONS, environment, seams, log });
  const page = boxOffice && {
    page: boxOffice,
    flyersUrl: known(environment.FLYERS_BASE_URL, 'FLYERS_BASE_URL'),
    startDemoSale,
    signIn,
    payments: findPayments(environment),
  };
  return await startStageGateway({
    functions,
    stateFolder,
    port,
    browserOrigins,
    boxOffice: page,
    log,
  });
};

/** What the page has to know of the payment provider with which the functions of this environment take money. */
const findPayments = ({
  PAYMENTS,
  PAYMENT_PROVIDER_ENDPOINT: endpoint,
}: StageEnvironment): PageConfiguration['payments'] =>
  PAYMENTS === 'ON' ? { provider: 'stripe', endpoint } : undefined;
