import type { StageConfiguration } from './stage-configuration.ts';

/**
 * Refuses a page that could not work.
 *
 * @throws Error that says what to set
 */
export function checkPage(
  stage: string,
  {
    page,
    domain,
    edge,
    identity,
  }: Pick<StageConfiguration, 'page' | 'domain' | 'edge' | 'identity'>,
): void {
  if (page !== true) return;
  const needs = (what: string): Error =>
    new Error(
      `Stage ${stage} has a page, which needs ${what}. Set it in infra/src/configuration/stages.ts, or leave out page.`,
    );
  if (edge !== 'deployed') throw needs("edge: 'deployed', because CloudFront serves it");
  if (domain === undefined) {
    throw needs('a domain, because sign-in and uploads name the origin of the page');
  }
  if (identity.kind === 'issuer' && identity.signIn === undefined) {
    throw needs('identity.signIn, because it signs people in at your issuer');
  }
}

/** The web origins that may call the API, upload flyers and sign people in: the configured ones, and the page's. */
export const findWebOrigins = ({
  browserOrigins,
  page,
  domain,
}: Pick<StageConfiguration, 'browserOrigins' | 'page' | 'domain'>): readonly string[] => [
  ...new Set([
    ...browserOrigins,
    ...(page === true && domain !== undefined ? [`https://${domain.name}`] : []),
  ]),
];
