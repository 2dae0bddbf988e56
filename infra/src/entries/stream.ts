import { createStream } from '@willcall/stream';

export const handler = createStream(process.env);
