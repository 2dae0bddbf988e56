export { counted, FULL_BATCH } from './costs/counted-units.ts';
export { stageData } from './teardown/stage-data.ts';
