import { busName, queueName } from '@willcall/topology';
import * as z from 'zod';
import { CommandError } from '../command/command-error.ts';
import type { DeployableStage } from '../command/deployable-stage.ts';

/** What `cdk deploy --outputs-file` writes: outputs by stack. */
const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

export type StageAddresses = {
  readonly apiUrl: string;
  /** By name. */
  readonly bus: string;
  readonly queue: string;
  /** Everything that the stacks tell, by name. */
  readonly outputs: Readonly<Record<string, string>>;
};

/**
 * Where a deployed stage is reached.
 *
 * @param written the outputs file
 * @throws CommandError when no stack tells the API's address
 */
export const stageAddresses = (stage: DeployableStage, written: string): StageAddresses => {
  const byStack = Outputs.parse(JSON.parse(written));
  // What one stack takes from another is an output too, which CDK names by what it is made of.
  const told = Object.values(byStack).flatMap((outputs) =>
    Object.entries(outputs).filter(([name]) => !name.startsWith('ExportsOutput')),
  );
  const outputs = Object.fromEntries(told);
  const { ApiUrl: apiUrl } = outputs;
  if (apiUrl === undefined) throw new CommandError('No stack has told the address of the API.');
  return { apiUrl, bus: busName(stage), queue: queueName(stage, 'purchases'), outputs };
};
