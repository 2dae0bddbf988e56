import { keep, readKept } from './storage.ts';

/** What the buyer has filled in, without the card. It survives a reload. */
export type Draft = { readonly name: string; readonly email: string };

/** A draft is shown to the user who typed it, and to nobody else on the same device. */
type KeptDraft = Draft & { readonly user: string };

const NAME = 'holder';

const isKept = (value: unknown): value is KeptDraft => {
  const { user, name, email }: Partial<Record<string, unknown>> = Object(value);
  return typeof user === 'string' && typeof name === 'string' && typeof email === 'string';
};

export function readDraft(user: string): Draft {
  const kept = readKept(NAME, isKept);
  return kept?.user === user ? { name: kept.name, email: kept.email } : { name: '', email: '' };
}

export const keepDraft = (user: string, { name, email }: Draft): void =>
  keep(NAME, { user, name, email });

export const forgetDraft = (): void => keep(NAME, undefined);
