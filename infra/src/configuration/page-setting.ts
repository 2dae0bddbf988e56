import { findPaymentOrigins, type PageOrigins, type PaymentSettings } from '@willcall/box-office';
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

/** Who takes the money on a stage's page; undefined if the stage takes none. */
export const findPaymentSettings = ({
  payments,
}: Pick<StageConfiguration, 'payments'>): PaymentSettings | undefined =>
  payments && { provider: 'stripe' };

/** The other origins that the page of a stage needs: those of its own parts, and those of the payment provider. */
export const findPageOrigins = (
  configuration: Pick<StageConfiguration, 'payments'>,
  { images, connections }: Pick<PageOrigins, 'images' | 'connections'>,
): PageOrigins => {
  const provider = findPaymentOrigins(findPaymentSettings(configuration));
  return { ...provider, images, connections: [...connections, ...provider.connections] };
};
