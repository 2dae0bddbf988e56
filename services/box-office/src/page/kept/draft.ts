import { keep, readKept } from './storage.ts';

/** What the buyer has filled in, without the card. It survives a reload. */
export type Draft = { readonly name: string; readonly email: string };

const NAME = 'holder';

const isDraft = (value: unknown): value is Draft => {
  const { name, email }: Partial<Record<string, unknown>> = Object(value);
  return typeof name === 'string' && typeof email === 'string';
};

export const readDraft = (): Draft => readKept(NAME, isDraft) ?? { name: '', email: '' };

export const keepDraft = (draft: Draft | undefined): void => keep(NAME, draft);
