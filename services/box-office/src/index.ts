/** The page of the box office, as files to serve. */
export { type BoxOfficePage, openPage, PAGE_ROUTES, type ServedFile } from './serve-page.ts';
