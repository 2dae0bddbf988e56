import type { LocalEndpoints } from '../../aws/clients/local-endpoints.ts';
import type { LocalLog } from '../../aws/process/local-log.ts';
import type { StageFunctions } from '../running.ts';
import { embeddedBus } from './embedded-bus.ts';
import { localStackBus } from './localstack-bus.ts';

export type StageBusOptions = {
  readonly aws: LocalEndpoints;
  /** The bus's name. */
  readonly name: string;
  /** Where the embedded one keeps its rules and targets; LocalStack keeps its own. */
  readonly dataFile?: string | undefined;
  readonly log: LocalLog;
};

/** The bus of a stage. It is there before the functions, which are told its endpoint. */
export type StageBus = {
  /** For an EventBridge client. */
  readonly url: string;
  /** Makes the rules of the definitions, whose targets are these functions. Once. */
  route(functions: StageFunctions): Promise<void>;
  /** Finishes the deliveries under way. Repeatable. */
  stop(): Promise<void>;
};

/** Opens the bus that the backend has, or runs the embedded one where it has none. */
export const openStageBus = (options: StageBusOptions): Promise<StageBus> => {
  const { backend = 'embedded' } = options.aws;
  switch (backend) {
    case 'embedded':
      return embeddedBus(options);
    case 'localstack':
      return localStackBus(options);
  }
};
