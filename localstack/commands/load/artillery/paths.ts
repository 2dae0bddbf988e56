import { join } from 'node:path';

/** Outside of the npm workspaces: its own package with a lock file of its own. */
export const LOAD_FOLDER = join(import.meta.dirname, '../../../..', 'test', 'load');

export const SCRIPT = join(LOAD_FOLDER, 'buyer.yml');

/** Artillery's command line. */
export const ARTILLERY = join(LOAD_FOLDER, 'node_modules', 'artillery', 'bin', 'run');
