import { dev } from './dev.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** As `dev`, into LocalStack, where a secret costs nothing: so that the reader of it is tried too. */
export const localstack: StageConfiguration = {
  ...dev,
  edge: 'left-out',
  purchaseIdKeys: { kind: 'secret' },
};
