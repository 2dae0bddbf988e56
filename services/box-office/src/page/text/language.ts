import { en, type Texts } from './en.ts';
import { es } from './es.ts';

const catalogue = { en, es } as const satisfies Record<string, Texts>;

type Language = keyof typeof catalogue;

/** Chooses the first of the browser's languages that the page speaks, or English. */
export const chooseLanguage = (preferred: readonly string[]): Language => {
  const languages = preferred.map((tag) => tag.toLowerCase().split('-')[0]);
  return languages.find((name) => name === 'en' || name === 'es') ?? 'en';
};

export const language: Language = chooseLanguage(globalThis.navigator?.languages ?? []);

/** The texts of the page, in the language of the browser. */
export const texts: Texts = catalogue[language];
