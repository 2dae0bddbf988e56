/** Where the catalogue stands: beside the package's `src`. */
export const CATALOGUE_FILE = new URL('../../../EVENTS.md', import.meta.url);
