import { writeFile } from 'node:fs/promises';
import { CATALOGUE_FILE, renderCatalogue } from './catalogue.ts';

await writeFile(CATALOGUE_FILE, renderCatalogue());
