import { listPages } from '@willcall/api-docs';
import { type PageConfiguration, readBuiltPage } from '@willcall/box-office';
import { known } from '@willcall/contracts';

/** An object of the page's bucket. */
export type PageFile = {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string;
};

type Served = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** The file that names all others of its build. */
export const INDEX_KEY = 'index.html';

/**
 * Builds the page, and lists everything that a stage serves from its bucket but the configuration: the page and
 * the pages about the API.
 *
 * @throws Error with the output of the build, if that failed
 */
export async function listPageFiles(): Promise<readonly PageFile[]> {
  const page = [...(await readBuiltPage())].map(([path, file]) => toFile(path.slice(1), file));
  const docs = listPages().map(async ({ path, headers, read }) =>
    toFile(findDocsKey(path), { headers, body: await read() }),
  );
  const byKey = new Map([...page, ...(await Promise.all(docs))].map((file) => [file.key, file]));
  return [...byKey.values()];
}

/** `/docs` and `/docs/` show the same page. The viewer function, `../edge/page-routes.js`, finds it. */
const findDocsKey = (path: string): string =>
  /^\/docs\/?$/.test(path) ? 'docs/index.html' : path.slice(1);

const toFile = (key: string, { headers, body }: Served): PageFile => ({
  key,
  body,
  contentType: known(headers['content-type'], `type of ${key}`),
  cacheControl: known(headers['cache-control'], `caching of ${key}`),
});

/** What the page asks first. It is read anew each time, because the next deployment may change it. */
export const makeConfigurationFile = (configuration: PageConfiguration): PageFile => ({
  key: 'app/config.json',
  body: Buffer.from(JSON.stringify(configuration)),
  contentType: 'application/json',
  cacheControl: 'no-store',
});
