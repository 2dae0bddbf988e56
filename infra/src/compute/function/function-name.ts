import type { StageName } from '../../definitions/stage.ts';

/** The name of a function in a stage, e.g. `willcall-dev-accept`. */
export const functionName = (stage: StageName, name: string): string => `willcall-${stage}-${name}`;
