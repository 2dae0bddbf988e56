import { language } from './language.ts';
import { en, type OperateTexts } from './operate-en.ts';
import { es } from './operate-es.ts';

const catalogue = { en, es } as const satisfies Record<typeof language, OperateTexts>;

/**
 * The texts of what an organiser does besides shows, in the language of the browser. They are in the chunk of
 * the organiser's part.
 */
export const operateTexts: OperateTexts = catalogue[language];
