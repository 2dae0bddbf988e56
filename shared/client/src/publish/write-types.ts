import { writeFile } from 'node:fs/promises';
import { generatedFiles, locate } from './generate-types.ts';

for (const [name, generate] of Object.entries(generatedFiles)) {
  await writeFile(locate(name), await generate());
}
