import type { StageName } from '@willcall/topology';
import type { StackProps } from 'aws-cdk-lib';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/** What every stack of a stage is made with. */
export type StageStackProps = StackProps & {
  readonly stage: StageName;
  readonly configuration: StageConfiguration;
};

/** A record with the same keys, and what `make` makes of each. */
export const makeEach = <Id extends string, Made>(
  definitions: Readonly<Record<Id, unknown>>,
  make: (id: Id) => Made,
): Readonly<Record<Id, Made>> => {
  const ids = Object.keys(definitions) as Id[];
  return Object.fromEntries(ids.map((id) => [id, make(id)])) as Record<Id, Made>;
};
