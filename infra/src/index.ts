export { countedOfPayments } from './costs/payment-usage.ts';
export { counted, FULL_BATCH } from './costs/usage.ts';
export { listPageFiles, makeConfigurationFile } from './page/list-page-files.ts';
export { uploadPage } from './page/upload-page.ts';
export { openStageData } from './teardown/stage-data.ts';
