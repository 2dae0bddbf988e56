export { counted, FULL_BATCH } from './costs/usage.ts';
export { openStageData } from './teardown/stage-data.ts';
