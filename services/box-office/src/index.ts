/** The page of the box office, as files to serve, the headers to serve them with, and what the page must know. */
export type {
  ClientName,
  IssuerSettings,
  PageConfiguration,
  PaymentSettings,
} from './page/api/configuration.ts';
export {
  findIssuerOrigins,
  findPaymentOrigins,
  makeSecurityHeaders,
  makeSecurityPolicy,
  OPENER_POLICY,
  type PageOrigins,
} from './security-policy.ts';
export {
  type BoxOfficePage,
  openPage,
  PAGE_ROUTES,
  readBuiltPage,
  type ServedFile,
} from './serve-page.ts';
