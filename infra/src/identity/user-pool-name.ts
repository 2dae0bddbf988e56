import type { StageName } from '@willcall/topology';

/** The name of a stage's user pool, e.g. `willcall-dev`: what a person, or a teardown, finds it by. */
export const userPoolName = (stage: StageName): string => `willcall-${stage}`;
