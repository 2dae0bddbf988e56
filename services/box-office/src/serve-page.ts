import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { findOrBuildPage } from './build/find-or-build.ts';

/** The routes of the page. What ends in `/*` stands for every path below. Everything else is the API's. */
export const PAGE_ROUTES = ['/', '/app/*', '/signed-in', '/signed-out'] as const;

export type ServedFile = {
  readonly status: 200 | 503;
  /** Type and caching. What serves the page adds the headers of its security policy. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type BoxOfficePage = {
  /** Finds what a path shows, once the page is built. Undefined if the page has nothing there. */
  find(path: string): Promise<ServedFile | undefined>;
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The names of these files have a hash of their content. */
const ASSETS = '/app/assets/';

/**
 * Builds the page if its sources have changed, and serves it. It returns at once: what asks for the page
 * waits for the build.
 */
export function openPage(build: () => Promise<string> = findOrBuildPage): BoxOfficePage {
  const built = readBuiltPage(build).catch(showFailure);
  return {
    async find(path) {
      if (!isPagePath(path)) return undefined;
      const files = await built;
      return files.get(path) ?? (isView(path) ? files.get('/index.html') : undefined);
    },
  };
}

/**
 * Builds the page if its sources have changed, and reads all of its files by their paths. The index is
 * `/index.html`.
 *
 * @throws Error with the output of the build, if that failed
 */
export const readBuiltPage = async (
  build: () => Promise<string> = findOrBuildPage,
): Promise<ReadonlyMap<string, ServedFile>> => await readFiles(await build());

const isPagePath = (path: string): boolean =>
  PAGE_ROUTES.some((route) =>
    route.endsWith('/*') ? path.startsWith(route.slice(0, -1)) : path === route,
  );

/** Whether the page's script decides what a path shows. No view has a dot in its last segment. */
const isView = (path: string): boolean => !path.slice(path.lastIndexOf('/')).includes('.');

type Files = ReadonlyMap<string, ServedFile>;

/** Reads everything into memory, because a later build removes the folder. */
async function readFiles(folder: string): Promise<Files> {
  const files = new Map<string, ServedFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path, { status: 200, headers: headersOf(path), body: await readFile(file) });
  }
  return files;
}

const headersOf = (path: string): Readonly<Record<string, string>> => ({
  'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
  'cache-control': path.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache',
});

/** The API runs without the page, and every view says why. */
function showFailure(error: unknown): Files {
  const { stderr, message }: { stderr?: unknown; message?: unknown } = Object(error);
  const reason = [stderr, message].find((text) => typeof text === 'string' && text.trim() !== '');
  const body = `The box office could not be built. The API runs without it.\n\n${reason ?? error}\n`;
  const headers = { ...headersOf('/index.html'), 'content-type': 'text/plain; charset=utf-8' };
  return new Map([['/index.html', { status: 503, headers, body: Buffer.from(body) }]]);
}
