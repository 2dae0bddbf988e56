import { writeFile } from 'node:fs/promises';
import { CATALOGUE_FILE } from './catalogue-file.ts';
import { renderCatalogue } from './render-catalogue.ts';

await writeFile(CATALOGUE_FILE, renderCatalogue());
