import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderEvents } from '@willcall/contracts/asyncapi';
import { renderSchemas } from '@willcall/contracts/event-schemas';
import { renderApi } from '@willcall/contracts/openapi';
import { listProblemPages } from './problem-pages.ts';

/** A file that is served at a fixed path. */
export type Page = {
  /** The whole path of the URL. */
  readonly path: `/${string}`;
  readonly headers: Readonly<Record<string, string>>;
  read(): Promise<Buffer>;
};

const OWN_FILES = dirname(fileURLToPath(import.meta.url));
const SWAGGER_FILES = dirname(
  createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'),
);

/**
 * The pages send no request to another origin. Swagger UI draws its icons from data URLs.
 */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const makeHeaders = (contentType: string) => ({
  'content-type': contentType,
  'content-security-policy': DOCS_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // The files change with the release, and their names do not.
  'cache-control': 'no-cache',
});

const makeFilePage = (path: Page['path'], contentType: string, file: string): Page => ({
  path,
  headers: makeHeaders(contentType),
  read: () => readFile(file),
});

const HTML = 'text/html; charset=utf-8';
const STYLES = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** Lists the pages that describe the API. */
export const listPages = (): readonly Page[] => [
  {
    path: '/openapi.json',
    headers: makeHeaders('application/json'),
    read: async () => Buffer.from(renderApi()),
  },
  {
    path: '/docs/asyncapi.json',
    headers: makeHeaders('application/json'),
    read: async () => Buffer.from(renderEvents()),
  },
  ...Array.from(
    renderSchemas(),
    ([name, schema]): Page => ({
      path: `/docs/events/${name}`,
      headers: makeHeaders('application/schema+json'),
      read: async () => Buffer.from(schema),
    }),
  ),
  makeFilePage('/docs', HTML, join(OWN_FILES, 'index.html')),
  makeFilePage('/docs/', HTML, join(OWN_FILES, 'index.html')),
  makeFilePage('/docs/start.js', SCRIPT, join(OWN_FILES, 'start.js')),
  makeFilePage('/docs/swagger-ui-bundle.js', SCRIPT, join(SWAGGER_FILES, 'swagger-ui-bundle.js')),
  makeFilePage('/docs/swagger-ui.css', STYLES, join(SWAGGER_FILES, 'swagger-ui.css')),
  makeFilePage('/docs/favicon-32x32.png', 'image/png', join(SWAGGER_FILES, 'favicon-32x32.png')),
  makeFilePage('/docs/pages.css', STYLES, join(OWN_FILES, 'pages.css')),
  ...listProblemPages().map(({ path, html }) => ({
    path,
    headers: makeHeaders(HTML),
    read: async () => Buffer.from(html),
  })),
];
