export { counted, FULL_BATCH } from './costs/usage.ts';
export { stageData } from './teardown/stage-data.ts';
