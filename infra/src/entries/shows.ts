import { createShows } from '@willcall/api';

export const handler = createShows(process.env);
