import type { FunctionId } from './functions.ts';
import type { StageName } from './stage.ts';

export type RuleDefinition = {
  readonly name: string;
  readonly pattern: object;
  readonly function: FunctionId;
};

/** The bus of a stage, e.g. `willcall-dev`. */
export const busName = (stage: StageName): string => `willcall-${stage}`;

/** The rules that are ours; subscribers add their own. */
export const rules: readonly RuleDefinition[] = [
  {
    // The first kind of event only: what pricing stamps can never start it again.
    name: 'reprice',
    pattern: { source: ['willcall'], 'detail-type': ['PriceChangeInitiated'] },
    function: 'pricing',
  },
];
