import { mkdir, rm, writeFile } from 'node:fs/promises';
import { CATALOGUE_FILE, renderCatalogue } from './catalogue.ts';
import { renderSchemas, SCHEMAS_FOLDER } from './event-schemas.ts';

await writeFile(CATALOGUE_FILE, renderCatalogue());

// An event that no longer exists has no schema any more.
await rm(SCHEMAS_FOLDER, { recursive: true, force: true });
await mkdir(SCHEMAS_FOLDER);
for (const [name, schema] of renderSchemas()) {
  await writeFile(new URL(name, SCHEMAS_FOLDER), schema);
}
