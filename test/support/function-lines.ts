import { afterEach } from 'vitest';

/**
 * A setup file. It keeps the log lines of functions in memory and prints them when their test fails, so
 * that a 500 that happens once in a thousand runs does not have to happen again. Tests that pass print
 * nothing.
 */

/** Enough for the last requests of a rush. */
const MAX_LINES = 300;

const lines: string[] = [];

/** How a line of a function begins. See AllowListFormatter. */
const FUNCTION_LINE = '{"level":"';

for (const stream of [process.stdout, process.stderr]) {
  stream.write = new Proxy(stream.write, {
    apply: (write, self, args) => {
      const [chunk]: unknown[] = args;
      if (typeof chunk !== 'string' || !chunk.startsWith(FUNCTION_LINE)) {
        return Reflect.apply(write, self, args);
      }
      lines.push(chunk);
      if (lines.length > MAX_LINES) lines.shift();
      return true;
    },
  });
}

afterEach(({ task }) => {
  const kept = lines.splice(0).join('');
  if (task.result?.state === 'fail' && kept !== '') {
    console.error(`The functions logged before this failed:\n${kept}`);
  }
});

/**
 * Creates functions that log, unless the test has set their log level. Powertools reads the level when a
 * function is created. It is not set for the whole run, because child processes inherit it.
 */
export async function withFunctionLines<T>(create: () => Promise<T>): Promise<T> {
  if (process.env.POWERTOOLS_LOG_LEVEL !== 'SILENT') return await create();
  process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
  try {
    return await create();
  } finally {
    process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  }
}
