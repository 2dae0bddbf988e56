import { language } from './language.ts';
import { en, type OrganiseTexts } from './organise-en.ts';
import { es } from './organise-es.ts';

const catalogue = { en, es } as const satisfies Record<typeof language, OrganiseTexts>;

/** The texts of the organiser's part, in the language of the browser. They are in its chunk. */
export const organiseTexts: OrganiseTexts = catalogue[language];
