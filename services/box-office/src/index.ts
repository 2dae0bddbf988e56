/** The page of the box office, as files to serve and the headers to serve them with. */
export { makeSecurityHeaders } from './security-policy.ts';
export { type BoxOfficePage, openPage, PAGE_ROUTES, type ServedFile } from './serve-page.ts';
