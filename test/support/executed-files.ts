import { Session } from 'node:inspector/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/**
 * The source files of services and shared packages of which a function ran while something was done, by
 * V8's own coverage: what a reader passes who follows it. Loading a module does not count.
 */
export async function listExecutedFiles(act: () => Promise<void>): Promise<string[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    // What ran before does not count: each reading begins anew.
    await session.post('Profiler.takePreciseCoverage');
    await act();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const passed = result
      .filter(({ functions }) =>
        functions.some(
          ({ functionName, ranges }) =>
            functionName !== '' && ranges.some(({ count }) => count > 0),
        ),
      )
      .map(({ url }) => relative(REPOSITORY, url.startsWith('file:') ? fileURLToPath(url) : url))
      .filter((path) => /^(services|shared)\/[^/]+\/src\/.+(?<!\.fixture)\.ts$/.test(path));
    return [...new Set(passed)].sort();
  } finally {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}
