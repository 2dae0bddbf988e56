import { affixOperator } from './affix.ts';

export const suffix = affixOperator('suffix', (text, affix) => text.endsWith(affix));
