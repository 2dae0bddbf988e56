import { createFlyers } from '@willcall/flyers';

export const handler = createFlyers(process.env);
