import type { StageConfiguration } from '../../configuration/stage-configuration.ts';

/**
 * Whether CloudFront stands before the API, and the API's own address is closed: where the stage has a
 * firewall or a name of its own. Elsewhere it would only be one more hop, and its secret a monthly price.
 */
export const hasFront = ({
  firewall,
  domain,
}: Pick<StageConfiguration, 'firewall' | 'domain'>): boolean =>
  firewall !== undefined || domain !== undefined;
