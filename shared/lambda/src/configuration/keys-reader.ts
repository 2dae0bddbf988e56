import { readFile } from 'node:fs/promises';
import { known, parseJson } from '@willcall/contracts';
import { LRUCache } from 'lru-cache';
import type * as z from 'zod/mini';
import { ConfigurationError } from '../errors.ts';
import { cacheWithRefresh } from './cached-value.ts';
import type { CommonEnvironment } from './environment.ts';
import { createSecretReader } from './read-secret.ts';

/** The environment variables of which exactly one says where keys are. */
type KeySources = {
  /** The path of a file. Used locally. */
  readonly file: string;
  /** The ARN of a secret in Secrets Manager. */
  readonly secret: string;
  /** The keys themselves. */
  readonly text?: string;
};

/** Keys that a function reads: a JSON text from one of several sources. */
type KeyKind<S extends z.ZodMiniType> = {
  /** Completes the sentence "The … have the wrong shape". */
  readonly what: string;
  readonly variables: KeySources;
  readonly schema: S;
};

type KeysSettings = CommonEnvironment & Readonly<Record<string, unknown>>;

/**
 * Returns a function that reads keys from the configured source. They are read on the first call. Keys in a secret
 * are read again every five minutes, which picks up a rotation; others last for the life of the environment. A
 * failure is not cached.
 *
 * @throws ConfigurationError at once unless exactly one source is set. The reader throws it if the keys have the
 *   wrong shape or the file cannot be read. No message quotes anything of the keys.
 * @throws KeysUnavailableError (from the reader) if Secrets Manager cannot be reached. A retry can help.
 */
export function createKeysReader<S extends z.ZodMiniType<NonNullable<unknown>>>(
  { what, variables, schema }: KeyKind<S>,
  settings: KeysSettings,
  clock: () => Date,
): () => Promise<z.output<S>> {
  const { file, secret, text } = requireOneSource(variables, settings);
  const parse = (json: string): z.output<S> => {
    const parsed = schema.safeParse(parseJson(json));
    if (parsed.success) return parsed.data;
    throw new ConfigurationError(`The ${what} have the wrong shape`);
  };
  if (secret !== undefined) {
    const readSecret = createSecretReader(secret, what, settings);
    return cacheWithRefresh(async (signal) => parse(await readSecret(signal)), clock);
  }
  const read = async () => parse(text ?? (await readKeysFile(known(file, `${what} file`), what)));
  return cacheOnce(read);
}

/** Reads on the first call and caches the keys for the life of the environment. A failure is not cached. */
function cacheOnce<T extends NonNullable<unknown>>(read: () => Promise<T>): () => Promise<T> {
  const cache = new LRUCache<'keys', T>({ max: 1, fetchMethod: () => read() });
  return () => cache.forceFetch('keys');
}

function requireOneSource(
  variables: KeySources,
  settings: KeysSettings,
): Partial<Record<keyof KeySources, string>> {
  const set = Object.entries(variables).flatMap(([source, name]) => {
    const value = settings[name];
    return typeof value === 'string' ? [[source, value]] : [];
  });
  if (set.length === 1) return Object.fromEntries(set);
  throw new ConfigurationError(`Exactly one of ${Object.values(variables).join(', ')} must be set`);
}

const readKeysFile = (file: string, what: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError(`The ${what} file cannot be read`, { cause });
  });
