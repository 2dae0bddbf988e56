import { language } from './language.ts';
import { en, type PayTexts } from './pay-en.ts';
import { es } from './pay-es.ts';

const catalogue = { en, es } as const satisfies Record<typeof language, PayTexts>;

/** The texts of paying, in the language of the browser. They are in its chunk. */
export const payTexts: PayTexts = catalogue[language];
