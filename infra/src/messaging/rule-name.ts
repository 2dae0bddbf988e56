import type { StageName } from '@willcall/topology';

/** The name of a rule or a schedule in a stage, e.g. `willcall-dev-reprice`. */
export const ruleName = (stage: StageName, name: string): string => `willcall-${stage}-${name}`;
