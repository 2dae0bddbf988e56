import { affixOperator } from './affix.ts';

export const prefix = affixOperator('prefix', (text, affix) => text.startsWith(affix));
