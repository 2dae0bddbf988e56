import type { StageName } from '@willcall/topology';
import type { StackProps } from 'aws-cdk-lib';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/** The properties of every stack of a stage. */
export type StageStackProps = StackProps & {
  readonly stage: StageName;
  readonly configuration: StageConfiguration;
};

/** Makes a record with the same keys, and `make(key)` as values. */
export const makeEach = <Id extends string, Made>(
  definitions: Readonly<Record<Id, unknown>>,
  make: (id: Id) => Made,
): Readonly<Record<Id, Made>> => {
  const ids = Object.keys(definitions) as Id[];
  return Object.fromEntries(ids.map((id) => [id, make(id)])) as Record<Id, Made>;
};

/** The name of a stage's stack for a concern, e.g. `Willcall-Dev-Data`. */
export const stackName = (stage: StageName, concern: string): string =>
  `Willcall-${stage.slice(0, 1).toUpperCase()}${stage.slice(1)}-${concern}`;
