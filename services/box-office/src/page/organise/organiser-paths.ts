import { paths } from '../routing.tsx';

/** The paths of the organiser's views. */
export const organiserPaths = {
  shows: paths.organise,
  make: `${paths.organise}/new`,
  show: (showId: string) => `${paths.organise}/shows/${encodeURIComponent(showId)}`,
} as const;
