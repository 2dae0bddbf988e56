import { fileURLToPath } from 'node:url';
import { packClient } from './pack.ts';

const folder = fileURLToPath(new URL('../../dist/package/', import.meta.url));
console.log(await packClient(folder));
