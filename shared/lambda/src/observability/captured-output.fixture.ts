import { onTestFinished, vi } from 'vitest';

/**
 * Captures the output of the process until the test ends: logs and metrics as CloudWatch would
 * receive them. Loggers that are created before this call stay quiet.
 */
export function captureOutput(): { text(): string; lines(): Record<string, unknown>[] } {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG').stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const chunks: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      chunks.push(String(chunk));
      return true;
    });
    onTestFinished(() => spy.mockRestore());
  }
  const text = () => chunks.join('');
  return {
    text,
    lines: () =>
      text()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line): Record<string, unknown> => JSON.parse(line)),
  };
}
