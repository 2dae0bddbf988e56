import { VERSION_PREFIX } from '@willcall/contracts';
import type { Route } from '@willcall/topology';

/** The paths at which a route answers: as it is defined, and below the version's prefix. */
export const mountedPaths = ({ path }: Pick<Route, 'path'>): readonly string[] => [
  path,
  `${VERSION_PREFIX}${path}`,
];
