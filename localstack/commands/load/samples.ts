import { open, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseJson } from '@willcall/contracts';
import { countEach, type Tally } from '../sale/tally.ts';
import { LoadSample } from './contract.ts';

/** Reads all samples, in the order in which the buyers wrote them. */
export const readSamples = async (file: string): Promise<LoadSample[]> => {
  const text = await readFile(file, 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : LoadSample.parse(parseJson(line))));
};

/** Milliseconds between two reads of the file. */
const POLL_MS = 500;

const CHUNK_BYTES = 256 * 1024;

/**
 * Reports each sample soon after it is written, until the signal. It is for progress only, so it
 * ignores invalid lines. Reading the whole file reports those.
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
      const sample = LoadSample.safeParse(parseJson(line));
      if (sample.success) onSample(sample.data);
    }
    if (bytesRead < CHUNK_BYTES) await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  await handle.close();
};

type SampleKind = LoadSample['kind'];
type SampleOf<Kind extends SampleKind> = Extract<LoadSample, { readonly kind: Kind }>;

/** The samples of one kind. */
export const selectSamples = <Kind extends SampleKind>(
  samples: readonly LoadSample[],
  kind: Kind,
): SampleOf<Kind>[] => samples.filter((sample): sample is SampleOf<Kind> => sample.kind === kind);

/** Counts the decisions, as in a demo. A buyer with a refused card requested nothing. */
export const tallySamples = (samples: readonly LoadSample[]): Tally => {
  const decided = selectSamples(samples, 'decided');
  const sold = decided.filter(({ status }) => status === 'CONFIRMED');
  const rejected = [
    ...decided.flatMap(({ status, reason }) =>
      status === 'REJECTED' ? [reason ?? 'without a reason'] : [],
    ),
    ...selectSamples(samples, 'sold-out').map(() => 'SOLD_OUT'),
  ];
  const ofStatus = (wanted: string) => decided.filter(({ status }) => status === wanted).length;
  return {
    asked: selectSamples(samples, 'arrived').length - selectSamples(samples, 'card-refused').length,
    soldTickets: sold.reduce((total, { quantity }) => total + quantity, 0),
    soldPurchases: sold.length,
    rejected: countEach(rejected),
    failed: ofStatus('FAILED'),
    cancelled: ofStatus('CANCELLED'),
    undecided: selectSamples(samples, 'undecided').length,
    unexpected: countEach(selectSamples(samples, 'unexpected').map(({ what }) => what)),
    // Every buyer requests one ticket.
    smallestSoldOut: rejected.includes('SOLD_OUT') ? 1 : null,
  };
};
