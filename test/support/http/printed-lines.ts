import { vi } from 'vitest';
import { runAtEnd } from './at-end.ts';

export type PrintedLines = {
  /** The lines that this process has printed. */
  lines(): string[];
  /** The lines that are JSON objects: logs and metrics of the functions. */
  objects(): Record<string, unknown>[];
  /** Discards the lines so far. */
  clear(): void;
};

const CONSOLE = ['debug', 'info', 'log', 'warn', 'error', 'trace'] as const;

/**
 * Enables all logs and metrics of functions and captures what they print. Call it before the stage
 * starts: Powertools reads its settings when a function is created.
 */
export const capturePrintedLines = (): PrintedLines => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
  vi.stubEnv('POWERTOOLS_LOGGER_LOG_EVENT', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const printed: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => {
    printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    ...CONSOLE.map((method) =>
      vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
        keep(`${parts.map(String).join(' ')}\n`);
      }),
    ),
  ];
  runAtEnd(() => {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  });
  const lines = () => printed.join('').split('\n').filter(Boolean);
  return {
    lines,
    objects: () => lines().flatMap(asObject),
    clear: () => printed.splice(0),
  };
};

const asObject = (line: string): Record<string, unknown>[] => {
  if (!line.startsWith('{')) return [];
  return [JSON.parse(line)];
};
