import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LoadSample } from '../contract/sample.ts';

/** Milliseconds between two looks at the file. */
const LOOK_MS = 500;

const CHUNK_BYTES = 256 * 1024;

/**
 * Tells of each sample soon after it was written, until the signal. It is for progress only: what is no
 * sample is left to whoever reads the whole file.
 */
export const followSamples = async (
  file: string,
  onSample: (sample: LoadSample) => void,
  signal: AbortSignal,
): Promise<void> => {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return;
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let rest = '';
  while (!signal.aborted) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split(
      '\n',
    );
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const sample = LoadSample.safeParse(jsonOrNothing(line));
      if (sample.success) onSample(sample.data);
    }
    if (bytesRead < CHUNK_BYTES) await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  await handle.close();
};

const jsonOrNothing = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
