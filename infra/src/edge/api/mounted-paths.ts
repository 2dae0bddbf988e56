import { type Route, VERSION_PREFIX } from '@willcall/contracts';

/** The paths at which a route answers: as it is defined, and below the version's prefix. */
export const mountedPaths = ({ path }: Pick<Route, 'path'>): readonly string[] => [
  path,
  `${VERSION_PREFIX}${path}`,
];
