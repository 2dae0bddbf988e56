import { Session } from 'node:inspector/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/**
 * Lists the source files of services and shared packages in which a function ran during `act`, from
 * V8's coverage: the files that a reader of this path opens. Loading a module does not count.
 */
export async function listExecutedFiles(act: () => Promise<void>): Promise<string[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    // Discards what ran before: each reading starts from zero.
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
